public import SQLite

/// The result of a request to retry or cancel a job.
public enum Intervention: Sendable, Hashable {
    /// The request was carried out, and the job is now in this state.
    case done(JobState)
    /// The request is not possible in this state of the job. The job was not changed.
    case refused(JobState)
    /// Another job with the same unique key is unfinished. The job was not changed.
    case replaced(by: Int64)
    case noSuchJob
}

extension JobQueue {
    /// Makes a scheduled, discarded or cancelled job available now, with at least one more attempt.
    public func retry(_ id: Int64, in connection: Connection) throws(SQLiteError) -> Intervention {
        guard let job = try job(id, on: connection) else { return .noSuchJob }
        switch job.state {
        case .available, .running, .completed: return .refused(job.state)
        case .scheduled, .discarded, .cancelled: break
        }
        // In the meantime, another job with the same key may have been inserted for the same work.
        if job.state.isFinished, let key = job.uniqueKey, let other = try unfinished(uniqueKey: key, on: connection) {
            return .replaced(by: other)
        }
        try connection.run(
            """
            UPDATE jobs SET state = 'available', scheduled_at = ?, finished_at = NULL, lost_attempts = 0,
                max_attempts = max(max_attempts, \(SaturatingSQL.sum("attempt", "1"))), reason = NULL
            WHERE id = ?
            """, clock.now(), id)
        return .done(.available)
    }

    /// Cancels a job that is not running. To cancel a running job, use ``requestCancel(_:reason:in:)``.
    public func cancel(_ id: Int64, reason: String, in connection: Connection) throws(SQLiteError) -> Intervention {
        guard let job = try job(id, on: connection) else { return .noSuchJob }
        switch job.state {
        case .running, .completed, .discarded, .cancelled: return .refused(job.state)
        case .scheduled, .available: break
        }
        try connection.run(
            "UPDATE jobs SET state = 'cancelled', reason = ?, finished_at = ? WHERE id = ?",
            StoredText.cut(reason), clock.now(), id)
        return .done(.cancelled)
    }
}
