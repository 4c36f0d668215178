public import SQLite

/// A job that a worker has claimed. An attempt can be finished only with the same job id, worker and attempt number.
public struct Claim: Sendable, Hashable {
    public let job: Job
    public let worker: String
    /// When the worker claimed the job, in milliseconds since 1970 in UTC.
    public let claimedAt: Int64
    public var attempt: Int { job.attempt }
    /// How long the job had been due when it was claimed, in milliseconds.
    public var waited: Int64 { max(0, claimedAt.saturatingSubtracting(job.scheduledAt)) }
}

enum HoldSQL {
    /// Uses the primary key.
    static let holds = """
        SELECT 1 FROM jobs
        WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ? AND cancel_reason IS NULL
        """
}

extension JobQueue {
    /// Returns true if the claim is still valid: the worker has not lost its lease, and nobody has asked the job to
    /// stop. Check this right before a step that cannot be undone.
    public func holds(_ claim: Claim, on connection: Connection) throws(SQLiteError) -> Bool {
        try connection.scalar(HoldSQL.holds, claim.job.id, claim.worker, claim.attempt, as: Int.self) != nil
    }
}
