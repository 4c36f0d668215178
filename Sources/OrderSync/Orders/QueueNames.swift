/// The names of the queues, for parts of OrderSync that refer to a queue without knowing its jobs.
enum QueueName {
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
}
