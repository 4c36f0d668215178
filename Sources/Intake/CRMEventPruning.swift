public import SQLite

/// Forgets events of the CRM that have served: the order's row and story have what they told.
public enum CRMEventPruning {
    /// How long an event is kept, matched or not, in milliseconds. A pre-order may be a month ahead.
    private static let age: Int64 = 60 * 86_400_000
    /// Rows of one transaction: a long one would hold up a checkout.
    private static let batch = 500

    /// - Parameter now: milliseconds since 1970.
    public static func run(on database: Database, now: Int64) throws {
        while true {
            let removed = try database.write { connection in
                try connection.run(
                    """
                    DELETE FROM crm_events WHERE id IN (SELECT id FROM crm_events WHERE received_at < ? AND state <> 'new'
                        ORDER BY received_at LIMIT ?)
                    """, now - age, batch)
            }
            if removed < batch { return }
        }
    }
}
