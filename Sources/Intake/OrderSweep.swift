public import SQLite

/// Finds orders and events of the CRM that should have a job and have none: a trigger can be defeated (an outer
/// `OR IGNORE` swallows a failed insert), and settings can arrive after the orders.
public enum OrderSweep {
    /// - Returns: how many jobs it inserted.
    public static func run(on database: Database) throws -> Int {
        // Reads first: most sweeps find nothing and must not take the writers' turn.
        let hasDue = try database.read { connection in
            try connection.scalar(OrderSweep.isDue, as: Int.self) != nil
        }
        guard hasDue else { return 0 }
        return try database.write { try run(in: $0) }
    }

    public static func run(in connection: Connection) throws(SQLiteError) -> Int {
        try connection.run(
            """
            INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
            SELECT kind, queue, args, subject, max_attempts, now, unique_key, now FROM send_jobs_due WHERE true
            ON CONFLICT DO NOTHING
            """)
            + connection.run(
                """
                INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
                SELECT kind, queue, args, subject, max_attempts, now, unique_key, now FROM status_jobs_due
                WHERE state = 'new'
                ON CONFLICT DO NOTHING
                """)
            + connection.run(
                """
                INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
                SELECT kind, queue, args, subject, max_attempts, now, unique_key, now FROM check_jobs_due WHERE true
                ON CONFLICT DO NOTHING
                """)
    }

    static let isDue = """
        SELECT 1 FROM send_jobs_due AS due
        WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.unique_key = due.unique_key
            AND jobs.state IN ('scheduled', 'available', 'running'))
        UNION ALL
        SELECT 1 FROM status_jobs_due AS due
        WHERE due.state = 'new' AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.unique_key = due.unique_key
            AND jobs.state IN ('scheduled', 'available', 'running'))
        UNION ALL
        SELECT 1 FROM check_jobs_due AS due
        WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.unique_key = due.unique_key
            AND jobs.state IN ('scheduled', 'available', 'running'))
        LIMIT 1
        """
}
