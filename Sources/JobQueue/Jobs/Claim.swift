public import SQLite

/// A job that a worker has claimed. Only the holder of the same (id, worker, attempt) can finish it.
public struct Claim: Sendable, Hashable {
    public let job: Job
    public let worker: String
    /// Milliseconds since 1970 in UTC.
    public let claimedAt: Int64
    public var attempt: Int { job.attempt }
    /// How long the job had been due, in milliseconds.
    public var waited: Int64 { max(0, claimedAt.saturatingSubtracting(job.scheduledAt)) }
}

enum HoldSQL {
    /// Index: the primary key.
    static let holds = """
        SELECT 1 FROM jobs
        WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ? AND cancel_reason IS NULL
        """
}

extension JobQueue {
    /// Whether the claim still holds: the lease was not lost, and nobody has asked the job to stop. Check this right
    /// before an irrevocable step.
    public func holds(_ claim: Claim, on connection: Connection) throws(SQLiteError) -> Bool {
        try connection.scalar(HoldSQL.holds, claim.job.id, claim.worker, claim.attempt, as: Int.self) != nil
    }
}
