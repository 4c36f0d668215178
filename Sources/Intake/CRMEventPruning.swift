public import SQLite

/// Deletes old CRM events and the tokens of old attempts. Nothing is lost with them, because the order's row and story
/// already contain what the events reported.
public enum CRMEventPruning {
    /// The time for which events and tokens are kept, in milliseconds. It must be longer than a month, because a buyer
    /// can place a pre-order a month ahead.
    private static let age: Int64 = 60 * 86_400_000
    /// The maximum number of rows that one transaction deletes. A longer transaction would delay a checkout.
    private static let batch = 500

    private static let statements = [
        """
        DELETE FROM crm_events WHERE id IN (SELECT id FROM crm_events WHERE received_at < ? AND state <> 'new'
            ORDER BY received_at LIMIT ?)
        """,
        """
        DELETE FROM send_attempts WHERE (order_id, incarnation, job, attempt) IN (
            SELECT order_id, incarnation, job, attempt FROM send_attempts WHERE begun_at < ? ORDER BY begun_at LIMIT ?)
        """,
    ]

    /// - Parameter now: the current time in milliseconds since 1970.
    public static func run(on database: Database, now: Int64) throws {
        for statement in statements {
            var removed = batch
            while removed == batch {
                removed = try database.write { try $0.run(statement, now - age, batch) }
            }
        }
    }
}
