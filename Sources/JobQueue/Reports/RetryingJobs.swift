public import SQLite

/// Unfinished jobs of one kind whose last attempt failed. They are tried again.
public struct RetryingJobs: Sendable, Hashable {
    public let kind: String
    public let count: Int
    /// The start of the earliest attempt of these jobs, in milliseconds since 1970.
    public let since: Int64
    /// The latest failure.
    public let error: String
}

extension JobQueue {
    /// The cost grows with the unfinished jobs, and not with history.
    ///
    /// - Returns: by kind.
    public func retrying(on connection: Connection) throws(SQLiteError) -> [String: RetryingJobs] {
        var latest: [String: Int64] = [:]
        var found: [String: RetryingJobs] = [:]
        for sql in RetryingSQL.all {
            try connection.forEach(sql) { row throws(SQLiteError) in
                let kind: String = try row.get("kind")
                let endedAt: Int64 = try row.get("ended_at")
                let since: Int64 = try row.get("since")
                let error: String? = try row.get("error")
                let known = found[kind]
                let isLatest = endedAt >= latest[kind] ?? .min
                if isLatest { latest[kind] = endedAt }
                found[kind] = RetryingJobs(
                    kind: kind, count: (known?.count ?? 0) + 1, since: min(since, known?.since ?? .max),
                    error: isLatest ? error ?? "" : known?.error ?? "")
            }
        }
        return found
    }
}

enum RetryingSQL {
    /// Each statement reads one partial index of `jobs`. An attempt that is running has no outcome yet, so the one before
    /// it counts.
    static let all = [("scheduled", "jobs.attempt"), ("available", "jobs.attempt"), ("running", "jobs.attempt - 1")]
        .map { state, attempt in
            """
            SELECT jobs.kind, last.error, coalesce(last.ended_at, last.started_at) AS ended_at,
                (SELECT min(started_at) FROM attempts WHERE job_id = jobs.id) AS since
            FROM jobs JOIN attempts AS last ON last.job_id = jobs.id AND last.attempt = \(attempt)
            WHERE jobs.state = '\(state)' AND last.outcome = 'retried'
            """
        }
}
