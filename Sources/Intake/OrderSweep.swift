public import JobQueue
public import SQLite

/// Finds orders, events of the CRM and articles that should have a job and have none: a trigger can be defeated (an
/// outer `OR IGNORE` swallows a failed insert), and settings can arrive after the orders.
public enum OrderSweep {
    /// - Returns: how many jobs it inserted.
    public static func run(_ queue: JobQueue) throws -> Int {
        // Reads first: most sweeps find nothing and must not take the writers' turn.
        var count = 0
        try queue.database.read { connection in
            try forEachMissing(queue, on: connection) { _ in count += 1 }
        }
        guard count > 0 else { return 0 }
        return try queue.database.write { try run(queue, in: $0) }
    }

    /// As ``run(_:)``, in the caller's transaction. The caller rings the doorbell after its commit.
    public static func run(_ queue: JobQueue, in connection: Connection) throws(SQLiteError) -> Int {
        var count = 0
        try forEachMissing(queue, on: connection) { job throws(SQLiteError) in
            if case .inserted = try queue.insert(job, in: connection) { count += 1 }
        }
        return count
    }

    /// Hands over the jobs that should be there and are not.
    ///
    /// Each job that is due costs one probe of the queue's unique keys. So a sweep takes as long as what waits, however
    /// many orders were sent, and Intake needs no table of the queue for it.
    private static func forEachMissing(
        _ queue: JobQueue, on connection: Connection, body: (NewJob) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        for sql in due {
            try connection.forEach(sql, as: DueJob.self) { due throws(SQLiteError) in
                if try queue.unfinished(uniqueKey: due.uniqueKey, on: connection) == nil { try body(due.job) }
            }
        }
    }

    /// What should have a job, by the views that the triggers use as well.
    static let due = [
        // The second term is that of the index crm_orders_state. SQLite does not see that the first one implies it, and
        // would read all orders.
        """
        SELECT kind, queue, args, subject, max_attempts, unique_key FROM send_jobs_due
        WHERE order_id IN (SELECT order_id FROM crm_orders
            WHERE crm_state = 'new' AND crm_state IN ('new', 'sending', 'in_doubt', 'failed'))
        """,
        // Index: crm_events_new.
        "SELECT kind, queue, args, subject, max_attempts, unique_key FROM status_jobs_due WHERE state = 'new'",
        // Index: article_checks_open.
        "SELECT kind, queue, args, subject, max_attempts, unique_key FROM check_jobs_due",
    ]
}

/// A row of the views.
private struct DueJob: RowDecodable {
    let job: NewJob
    let uniqueKey: String

    init(_ row: Row) throws(SQLiteError) {
        uniqueKey = try row.get("unique_key")
        job = NewJob(
            kind: try row.get("kind"), queue: try row.get("queue"), args: try row.get("args"),
            subject: try row.get("subject"), maxAttempts: try row.get("max_attempts"), uniqueKey: uniqueKey)
    }
}
