public import SQLite

/// Accepts webhooks. Only the CRM knows the token of an attempt to send an order, so a webhook with it is proof that the CRM has
/// that attempt.
public struct WebhookIntake: Sendable {
    private let database: Database

    public init(database: Database) { self.database = database }

    /// Stores the event of a webhook. A trigger checks its token, for every way to write an event alike. The caller rings
    /// the doorbell.
    ///
    /// - Returns: the id of the event.
    /// - Throws: ``Webhook/Refusal``, or an error of SQLite.
    public func store(_ webhook: Webhook) throws -> Int64 {
        do {
            return try database.write { connection in try webhook.event.store(in: connection) }
        } catch let error as SQLiteError where error.kind == .constraint {
            throw Webhook.Refusal.notProved
        }
    }
}
