/// The names of the queues. Several parts of OrderSync refer to a queue without knowing the jobs in it.
enum QueueName {
    /// Orders on their way to the CRM.
    static let crm = "crm"
    /// Products and the stop list of the CRM.
    static let lookups = "lookups"
    /// Questions to the CRM about orders that it has.
    static let polls = "polls"
    /// What the CRM reports.
    static let events = "events"
    /// Articles that the shop has saved.
    static let articles = "articles"
    /// Updates of orders in the shop.
    static let shop = "shop"
    /// E-mails to the manager.
    static let mail = "mail"
}
