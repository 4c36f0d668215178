public import SQLite

/// Accepts webhooks. Each attempt to send an order has a token that only the CRM receives. A webhook with this token
/// therefore proves that the attempt has reached the CRM.
public struct WebhookIntake: Sendable {
    private let database: Database

    public init(database: Database) { self.database = database }

    /// Stores the event of a webhook. A trigger checks the token, whichever program inserts the event. The caller
    /// rings the doorbell after this call.
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
