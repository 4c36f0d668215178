public import SQLite

/// Selects the jobs of a list. A nil field matches every job.
public struct JobFilter: Sendable, Hashable {
    public var state: JobState?
    public var kind: String?
    public var queue: String?
    public var subject: String?

    public init(state: JobState? = nil, kind: String? = nil, queue: String? = nil, subject: String? = nil) {
        self.state = state
        self.kind = kind
        self.queue = queue
        self.subject = subject
    }
}

/// The number of jobs of one queue, kind and state.
public struct JobCount: Sendable, Hashable, RowDecodable {
    public let queue: String
    public let kind: String
    public let state: JobState
    public let count: Int

    public init(_ row: Row) throws(SQLiteError) {
        queue = try row.get("queue")
        kind = try row.get("kind")
        state = try row.get("state")
        count = try row.get("count")
    }
}

extension JobQueue {
    public func job(_ id: Int64, on connection: Connection) throws(SQLiteError) -> Job? {
        try connection.first("SELECT \(Job.columns) FROM jobs WHERE id = ?", id)
    }

    /// The attempts of a job, oldest first.
    public func attempts(of job: Int64, on connection: Connection) throws(SQLiteError) -> [Attempt] {
        try connection.all("SELECT * FROM attempts WHERE job_id = ? ORDER BY attempt", job)
    }

    /// The newest jobs that match the filter, newest first.
    ///
    /// - Parameters:
    ///   - filter: selects the jobs.
    ///   - limit: the maximum number of jobs.
    ///   - id: returns only jobs with a lower id. Use it to get the next page of a list.
    ///   - connection: the connection that reads the jobs.
    public func jobs(
        _ filter: JobFilter, limit: Int, before id: Int64 = .max, on connection: Connection
    ) throws(SQLiteError) -> [Job] {
        try connection.all(
            """
            SELECT \(Job.columns) FROM jobs
            WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR queue = ?3)
                AND (?4 IS NULL OR subject = ?4) AND id < ?6
            ORDER BY id DESC LIMIT ?5
            """, filter.state, filter.kind, filter.queue, filter.subject, limit, id)
    }

    /// The jobs about a subject, oldest first. The query uses the index jobs_subject.
    public func jobs(about subject: String, on connection: Connection) throws(SQLiteError) -> [Job] {
        try connection.all("SELECT \(Job.columns) FROM jobs WHERE subject = ? ORDER BY id", subject)
    }

    /// Returns true if a job of this kind about this subject was completed or discarded. Only jobs that were inserted
    /// at or after `time` count.
    public func hasEnded(
        kind: String, about subject: String, since time: Int64, on connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.scalar(InspectionSQL.hasEnded, subject, kind, time, as: Int.self) != nil
    }

    /// Counts all jobs by queue, kind and state.
    public func counts(on connection: Connection) throws(SQLiteError) -> [JobCount] {
        try connection.all("SELECT queue, kind, state, count(*) AS count FROM jobs GROUP BY queue, kind, state")
    }
}

enum InspectionSQL {
    /// Uses the index jobs_subject.
    static let hasEnded = """
        SELECT 1 FROM jobs
        WHERE subject = ? AND kind = ? AND state IN ('completed', 'discarded') AND inserted_at >= ? LIMIT 1
        """
}
