public import SQLite

extension JobQueue {
    /// Whether a queue has an available job, regardless of budgets, limits and pauses.
    public func hasAvailable(in queue: String, on connection: Connection) throws(SQLiteError) -> Bool {
        try connection.scalar(ClaimSQL.head, queue, as: Int.self) != nil
    }

    /// The waiting jobs of a queue: first the available ones in claim order, then the scheduled ones by time.
    public func nextJobs(in queue: String, limit: Int, on connection: Connection) throws(SQLiteError) -> [Job] {
        let available = try connection.all(ClaimSQL.next, queue, Int.max, limit, as: Job.self)
        return try available + connection.all(NextJobsSQL.scheduled, queue, limit - available.count)
    }
}

enum NextJobsSQL {
    /// Index: jobs_scheduled, in its order.
    static let scheduled = """
        SELECT \(Job.columns) FROM jobs WHERE state = 'scheduled' AND queue = ? ORDER BY scheduled_at LIMIT ?
        """
}
