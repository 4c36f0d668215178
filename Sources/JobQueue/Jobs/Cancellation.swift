public import SQLite

extension JobQueue {
    /// Cancels a job. If the job is not running, it is cancelled at once. If it is running, its worker is asked to
    /// cancel the attempt. The job does not run again, however that attempt ends. Ring the ``doorbell`` after the
    /// commit.
    ///
    /// - Returns: `.done(.running)` if the job is running and its worker was asked to cancel it.
    public func requestCancel(
        _ id: Int64, reason: String, in connection: Connection
    ) throws(SQLiteError) -> Intervention {
        guard try connection.run(CancellationSQL.request, StoredText.cut(reason), id) == 0 else {
            return .done(.running)
        }
        return try cancel(id, reason: reason, in: connection)
    }

    /// Cancels every unclaimed job of a queue.
    ///
    /// - Returns: the number of cancelled jobs.
    @discardableResult
    public func cancelUnclaimed(
        in queue: String, reason: String, in connection: Connection
    ) throws(SQLiteError) -> Int {
        var count = 0
        for (_, sql) in CancellationSQL.unclaimed {
            count += try connection.run(sql, StoredText.cut(reason), clock.now(), queue)
        }
        return count
    }

    /// Returns a worker's running jobs that somebody has asked to cancel, with the reasons.
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
    /// Uses the primary key.
    static let request = "UPDATE jobs SET cancel_reason = ? WHERE id = ? AND state = 'running'"
    /// Uses the index jobs_running, in which a worker's few jobs are adjacent.
    static let requests = """
        SELECT id, attempt, cancel_reason FROM jobs
        WHERE state = 'running' AND cancel_reason IS NOT NULL AND worker = ?
        """
    /// Each statement reads one partial index: the first reads all of jobs_scheduled, the second reads the queue's
    /// part of jobs_available.
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
    /// Uses the primary key.
    static let reason = "SELECT cancel_reason FROM jobs WHERE id = ? AND cancel_reason IS NOT NULL"
}
