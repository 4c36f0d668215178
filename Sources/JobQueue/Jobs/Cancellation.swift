public import SQLite

extension JobQueue {
    /// Cancels a job at once where it does not run; where it runs, asks its worker to cancel it, which the worker does
    /// as soon as it hears of it. Whatever the attempt comes to then, it is not run again, unless it was completed.
    /// The caller rings the ``doorbell`` after its commit.
    ///
    /// - Returns: `.done(.running)` where the worker was asked.
    public func requestCancel(
        _ id: Int64, reason: String, in connection: Connection
    ) throws(SQLiteError) -> Intervention {
        guard try connection.run(CancellationSQL.request, reason, id) == 0 else { return .done(.running) }
        return try cancel(id, reason: reason, in: connection)
    }

    /// Cancels every job of a queue that has not been claimed.
    ///
    /// - Returns: how many.
    @discardableResult
    public func cancelUnclaimed(
        in queue: String, reason: String, in connection: Connection
    ) throws(SQLiteError) -> Int {
        var count = 0
        for (_, sql) in CancellationSQL.unclaimed { count += try connection.run(sql, reason, clock.now(), queue) }
        return count
    }

    /// The running jobs of a worker that are to stop, with the reasons.
    func cancelRequests(forWorker worker: String) throws -> [CancelRequest] {
        try database.read { connection in
            try connection.all(CancellationSQL.requests, worker)
        }
    }
}

struct CancelRequest: Sendable, Hashable, RowDecodable {
    let job: Int64
    let attempt: Int
    let reason: String

    init(_ row: Row) throws(SQLiteError) {
        job = try row.get("id")
        attempt = try row.get("attempt")
        reason = try row.get("cancel_reason")
    }
}

enum CancellationSQL {
    /// Index: the primary key.
    static let request = "UPDATE jobs SET cancel_reason = ? WHERE id = ? AND state = 'running'"
    /// Index: jobs_running, which has a worker's few jobs together.
    static let requests = """
        SELECT id, attempt, cancel_reason FROM jobs
        WHERE state = 'running' AND cancel_reason IS NOT NULL AND worker = ?
        """
    /// Each reads one partial index: all of jobs_scheduled, and the queue's part of jobs_available.
    static let unclaimed: [(JobState, String)] = [
        (
            .scheduled,
            "UPDATE jobs SET state = 'cancelled', reason = ?, finished_at = ? WHERE state = 'scheduled' AND queue = ?"
        ),
        (
            .available,
            "UPDATE jobs SET state = 'cancelled', reason = ?, finished_at = ? WHERE state = 'available' AND queue = ?"
        ),
    ]
    /// Index: the primary key.
    static let reason = "SELECT cancel_reason FROM jobs WHERE id = ? AND cancel_reason IS NOT NULL"
}
