public import SQLite

/// A row of the table `attempts`. It describes one claim of a job and its outcome.
public struct Attempt: Sendable, Hashable, RowDecodable {
    public enum Outcome: String, Sendable, CaseIterable, ColumnReadable, Bindable {
        case completed, retried, snoozed, discarded, cancelled
        /// The worker died, or it sent no heartbeat for a whole lease.
        case lost
        /// The worker gave the job back, for example because the worker was stopped.
        case givenBack = "given_back"
    }

    public let jobID: Int64
    public let attempt: Int
    public let worker: String
    public let startedAt: Int64
    public let endedAt: Int64?
    /// The outcome, or nil while the attempt is running.
    public let outcome: Outcome?
    public let error: String?

    public init(_ row: Row) throws(SQLiteError) {
        jobID = try row.get("job_id")
        attempt = try row.get("attempt")
        worker = try row.get("worker")
        startedAt = try row.get("started_at")
        endedAt = try row.get("ended_at")
        outcome = try row.get("outcome")
        error = try row.get("error")
    }
}

enum AttemptSQL {
    /// Uses the primary key.
    static let end = """
        UPDATE attempts SET ended_at = ?, outcome = ?, error = ? WHERE job_id = ? AND attempt = ?
        """
}

extension Connection {
    func endAttempt(
        jobID: Int64, attempt: Int, outcome: Attempt.Outcome, error: String?, now: Int64
    ) throws(SQLiteError) {
        try run(AttemptSQL.end, now, outcome, error, jobID, attempt)
    }
}
