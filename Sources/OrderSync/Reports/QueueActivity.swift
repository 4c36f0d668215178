public import JobQueue
public import SQLite

/// What goes on at this moment, for a live view: counted without reading the history, however long that is.
public struct QueueActivity: Sendable {
    /// An order that waits to be sent.
    public struct Waiting: Sendable, Hashable {
        public let order: String
        /// When it may go, in milliseconds since 1970.
        public let since: Int64
        public let reason: String?
    }

    /// An attempt that did not succeed.
    public struct Trouble: Sendable, Hashable {
        public let job: Int64
        /// The job's kind and subject.
        public let what: String
        /// Milliseconds since 1970.
        public let at: Int64
        public let error: String
    }

    /// Unfinished jobs.
    public let jobs: [JobState: Int]
    public let sentInLastMinute: Int
    /// Requests that left for the CRM in the last minute.
    public let requestsInLastMinute: Int
    public let waiting: [Waiting]
    public let troubles: [Trouble]

    /// How many of the newest jobs are looked through for troubles.
    private static let searched = 500

    /// - Parameter limit: how many waiting orders and troubles.
    public static func read(
        queue: JobQueue, limit: Int, on connection: Connection
    ) throws(SQLiteError) -> QueueActivity {
        let minuteAgo = queue.clock.now() - 60_000
        var jobs: [JobState: Int] = [:]
        // One of the partial indexes each.
        jobs[.available] = try connection.scalar("SELECT count(*) FROM jobs WHERE state = 'available'")
        jobs[.scheduled] = try connection.scalar("SELECT count(*) FROM jobs WHERE state = 'scheduled'")
        jobs[.running] = try connection.scalar("SELECT count(*) FROM jobs WHERE state = 'running'")
        return QueueActivity(
            jobs: jobs,
            sentInLastMinute: try connection.scalar(
                "SELECT count(*) FROM crm_orders WHERE crm_state = 'sent' AND sent_at > ?", minuteAgo) ?? 0,
            requestsInLastMinute: try connection.scalar(
                "SELECT count(*) FROM budget_uses WHERE budget = ? AND spent = 1 AND used_at > ?",
                AccountBudget.requests, minuteAgo) ?? 0,
            waiting: try waiting(limit: limit, on: connection), troubles: try troubles(limit: limit, on: connection))
    }

    /// Index: jobs_available, then jobs_scheduled.
    private static func waiting(limit: Int, on connection: Connection) throws(SQLiteError) -> [Waiting] {
        let columns = "coalesce(c.num, j.subject) AS name, j.scheduled_at, j.reason"
        let order = "LEFT JOIN crm_orders AS c ON 'order:' || c.order_id = j.subject"
        return try connection.all(
            """
            SELECT * FROM (SELECT \(columns)
                FROM (SELECT * FROM jobs WHERE state = 'available' AND queue = ?1
                    ORDER BY priority, scheduled_at, id LIMIT ?2) AS j \(order))
            UNION ALL
            SELECT * FROM (SELECT \(columns)
                FROM (SELECT * FROM jobs WHERE state = 'scheduled' AND queue = ?1 ORDER BY scheduled_at LIMIT ?2) AS j
                \(order))
            LIMIT ?2
            """, QueueName.crm, limit
        ) { row throws(SQLiteError) in
            Waiting(
                order: try row.get("name", as: String?.self) ?? "", since: try row.get("scheduled_at"),
                reason: try row.get("reason"))
        }
    }

    /// The last attempts that did not succeed, newest first. Index: the primary keys of both tables.
    private static func troubles(limit: Int, on connection: Connection) throws(SQLiteError) -> [Trouble] {
        try connection.all(
            """
            SELECT j.id, j.kind, j.subject, a.attempt, a.ended_at, a.outcome, a.error
            FROM (SELECT id, kind, subject, attempt FROM jobs ORDER BY id DESC LIMIT ?) AS j
            JOIN attempts AS a ON a.job_id = j.id AND a.attempt >= j.attempt - 1
            WHERE a.outcome IN ('retried', 'discarded', 'lost')
            ORDER BY a.ended_at DESC LIMIT ?
            """, searched, limit
        ) { row throws(SQLiteError) in
            let subject: String? = try row.get("subject")
            return Trouble(
                job: try row.get("id"), what: [try row.get("kind"), subject].compactMap { $0 }.joined(separator: " "),
                at: try row.get("ended_at"), error: try row.get("error", as: String?.self) ?? "")
        }
    }
}
