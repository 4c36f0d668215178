public import SQLite

extension JobQueue {
    /// Returns true if a queue has an available job. Budgets, limits and pauses are ignored.
    public func hasAvailable(in queue: String, on connection: Connection) throws(SQLiteError) -> Bool {
        try connection.scalar(ClaimSQL.head, queue, as: Int.self) != nil
    }

    /// Returns the waiting jobs of a queue: first the available jobs in the order of claiming, then the scheduled jobs
    /// by time.
    public func nextJobs(in queue: String, limit: Int, on connection: Connection) throws(SQLiteError) -> [Job] {
        let available = try connection.all(ClaimSQL.next, queue, Int.max, limit, as: Job.self)
        return try available + connection.all(NextJobsSQL.scheduled, queue, limit - available.count)
    }
}

enum NextJobsSQL {
    /// Reads the index jobs_scheduled in its order.
    static let scheduled = """
        SELECT \(Job.columns) FROM jobs WHERE state = 'scheduled' AND queue = ? ORDER BY scheduled_at LIMIT ?
        """
}
