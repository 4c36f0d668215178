public import SQLite

extension JobQueue {
    /// Whether a queue has a job that could be claimed but for its budgets, its places and a pause.
    public func hasAvailable(in queue: String, on connection: Connection) throws(SQLiteError) -> Bool {
        try connection.scalar(ClaimSQL.head, queue, as: Int.self) != nil
    }

    /// The jobs of a queue that wait: first those that could be claimed, in the order of the claim, then those whose
    /// time has not come, by their time.
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
