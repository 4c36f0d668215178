public import JobQueue
public import SQLite

/// Inserts the missing jobs of orders, CRM events and articles. Jobs can be missing for two reasons. If a program
/// writes with `OR IGNORE`, SQLite silently skips a failed insert of a trigger. And settings can arrive after the
/// orders.
public enum OrderSweep {
    /// - Returns: the number of inserted jobs.
    public static func run(_ queue: JobQueue) throws -> Int {
        // Read first. Most sweeps find nothing, and they must not take the writers' lock.
        var count = 0
        try queue.database.read { connection in
            try forEachMissing(queue, on: connection) { _ in count += 1 }
        }
        guard count > 0 else { return 0 }
        return try queue.database.write { try run(queue, in: $0) }
    }

    /// Inserts the missing jobs in the caller's transaction. The caller rings the doorbell after the commit.
    ///
    /// - Returns: the number of inserted jobs.
    public static func run(_ queue: JobQueue, in connection: Connection) throws(SQLiteError) -> Int {
        var count = 0
        try forEachMissing(queue, on: connection) { job throws(SQLiteError) in
            if case .inserted = try queue.insert(job, in: connection) { count += 1 }
        }
        return count
    }

    /// Calls `body` for each job that is missing.
    ///
    /// Each due job costs one search among the queue's unique keys. The cost of a sweep therefore grows with the
    /// number of waiting orders, not with the number of sent orders. The search goes through `JobQueue`, so Intake
    /// does not touch the queue's tables.
    private static func forEachMissing(
        _ queue: JobQueue, on connection: Connection, body: (NewJob) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        for sql in due {
            try connection.forEach(sql, as: DueJob.self) { due throws(SQLiteError) in
                if try queue.unfinished(uniqueKey: due.uniqueKey, on: connection) == nil { try body(due.job) }
            }
        }
    }

    /// The queries that list the jobs that should exist. The triggers use the same views.
    static let due = [
        // Indexes: crm_orders_state, archived_orders_state.
        "SELECT kind, queue, args, subject, max_attempts, unique_key FROM send_jobs_due",
        // Index: crm_events_new.
        "SELECT kind, queue, args, subject, max_attempts, unique_key FROM status_jobs_due WHERE state = 'new'",
        // Index: article_checks_open.
        "SELECT kind, queue, args, subject, max_attempts, unique_key FROM check_jobs_due",
    ]
}

/// A row of one of these views.
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
