public import SQLite

/// Deletes old events of the CRM, and the tokens of old attempts. The order's row and story contain what they reported.
public enum CRMEventPruning {
    /// How long an event is kept, matched or not, in milliseconds. A pre-order can be a month ahead.
    private static let age: Int64 = 60 * 86_400_000
    /// The number of rows in one transaction. A long transaction would delay a checkout.
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

    /// - Parameter now: milliseconds since 1970.
    public static func run(on database: Database, now: Int64) throws {
        for statement in statements {
            var removed = batch
            while removed == batch {
                removed = try database.write { try $0.run(statement, now - age, batch) }
            }
        }
    }
}
