public import SQLite

/// The state of a job.
///
///     scheduled ──due──▶ available ──claim──▶ running ──▶ completed | discarded | cancelled
///         ▲                                      │
///         └──────────── retry, snooze ───────────┘
public enum JobState: String, Sendable, CaseIterable, ColumnReadable, Bindable {
    /// The job waits for its scheduled time.
    case scheduled
    /// The job waits for a worker.
    case available
    /// A worker has claimed the job.
    case running
    case completed
    /// The queue has given up the job. A person may retry it.
    case discarded
    /// A person has stopped the job, or it became pointless.
    case cancelled

    public var isFinished: Bool {
        switch self {
        case .scheduled, .available, .running: false
        case .completed, .discarded, .cancelled: true
        }
    }
}

/// A row of the table `jobs`. Times are milliseconds since 1970 in UTC.
public struct Job: Sendable, Hashable, Identifiable, RowDecodable {
    public let id: Int64
    public let kind: String
    public let queue: String
    /// The arguments, as text that the kind's handler understands, such as a JSON object.
    public let args: String
    /// What the job is about, such as "report:5".
    public let subject: String?
    public private(set) var state: JobState
    /// Smaller numbers run first.
    public let priority: Int
    /// The number of times the job was claimed.
    public private(set) var attempt: Int
    public let maxAttempts: Int
    /// The number of attempts that ended because their worker died.
    public let lostAttempts: Int
    public let scheduledAt: Int64
    public let uniqueKey: String?
    public private(set) var worker: String?
    public private(set) var reason: String?
    public let insertedAt: Int64
    public let finishedAt: Int64?
    /// What an earlier attempt has saved for the next one with ``JobQueue/saveProgress(_:of:in:)``.
    public let progress: String?

    /// The columns that ``init(_:)`` reads.
    static let columns = """
        id, kind, queue, args, subject, state, priority, attempt, max_attempts, lost_attempts, scheduled_at, \
        unique_key, worker, reason, inserted_at, finished_at, progress
        """

    public init(_ row: Row) throws(SQLiteError) {
        id = try row.get("id")
        kind = try row.get("kind")
        queue = try row.get("queue")
        args = try row.get("args")
        subject = try row.get("subject")
        state = try row.get("state")
        priority = try row.get("priority")
        attempt = try row.get("attempt")
        maxAttempts = try row.get("max_attempts")
        lostAttempts = try row.get("lost_attempts")
        scheduledAt = try row.get("scheduled_at")
        uniqueKey = try row.get("unique_key")
        worker = try row.get("worker")
        reason = try row.get("reason")
        insertedAt = try row.get("inserted_at")
        finishedAt = try row.get("finished_at")
        progress = try row.get("progress")
    }

    /// Returns the job with the same changes that ``ClaimSQL/claim`` makes in the database.
    func claimed(by worker: String) -> Job {
        var job = self
        job.state = .running
        job.worker = worker
        job.attempt = job.attempt.saturatingAdding(1)
        job.reason = nil
        return job
    }
}
