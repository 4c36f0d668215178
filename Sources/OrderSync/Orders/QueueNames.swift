/// The names of the queues, for parts of the programs that refer to a queue without knowing its jobs.
public enum QueueName {
    /// All queues that a worker of this program serves. A worker looks into them in this order.
    public static let all = [crm, lookups, polls, events, articles, shop, mail, resync]

    /// Orders for the CRM.
    static let crm = "crm"
    /// The CRM's products and stop list.
    static let lookups = "lookups"
    /// Questions to the CRM about sent orders.
    static let polls = "polls"
    /// Events from the CRM.
    static let events = "events"
    /// Articles that the shop has saved.
    static let articles = "articles"
    /// Updates of orders in the shop.
    static let shop = "shop"
    /// E-mails to the manager.
    static let mail = "mail"
    /// Comparisons with the orders of the shop.
    static let resync = "resync"
}
