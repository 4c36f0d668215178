public import SQLite

/// What a person's or a program's wish about a job came to.
public enum Intervention: Sendable, Hashable {
    /// The job is in this state now.
    case done(JobState)
    /// It is in a state in which that cannot be done; it was left as it is.
    case refused(JobState)
    case noSuchJob
}

extension JobQueue {
    /// Makes a job available at once: one that waits for its time, or one that was discarded or cancelled. It gets
    /// at least one attempt more.
    public func retry(_ id: Int64, in connection: Connection) throws(SQLiteError) -> Intervention {
        guard let job = try job(id, on: connection) else { return .noSuchJob }
        switch job.state {
        case .available, .running, .completed: return .refused(job.state)
        case .scheduled, .discarded, .cancelled: break
        }
        // Another job may do the same meanwhile.
        if job.state.isFinished, let key = job.uniqueKey, try unfinished(uniqueKey: key, on: connection) != nil {
            return .refused(job.state)
        }
        try connection.run(
            """
            UPDATE jobs SET state = 'available', scheduled_at = ?, finished_at = NULL, lost_attempts = 0,
                max_attempts = max(max_attempts, attempt + 1), reason = NULL
            WHERE id = ?
            """, clock.now(), id)
        return .done(.available)
    }

    /// Cancels a job that has not been claimed. For a running one see ``requestCancel(_:reason:in:)``.
    public func cancel(_ id: Int64, reason: String, in connection: Connection) throws(SQLiteError) -> Intervention {
        guard let job = try job(id, on: connection) else { return .noSuchJob }
        switch job.state {
        case .running, .completed, .discarded, .cancelled: return .refused(job.state)
        case .scheduled, .available: break
        }
        try connection.run(
            "UPDATE jobs SET state = 'cancelled', reason = ?, finished_at = ? WHERE id = ?", reason, clock.now(), id)
        return .done(.cancelled)
    }
}
