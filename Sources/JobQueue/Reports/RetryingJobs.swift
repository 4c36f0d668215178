public import SQLite

/// The unfinished jobs of one kind that failed in their last attempt and will be tried again.
public struct RetryingJobs: Sendable, Hashable {
    public let kind: String
    public let count: Int
    /// The time when the earliest attempt of these jobs began, in milliseconds since 1970.
    public let since: Int64
    /// The error of the latest failed attempt.
    public let error: String
}

extension JobQueue {
    /// Finds the jobs that failed and will be tried again. The cost grows with the number of unfinished jobs and not
    /// with history.
    ///
    /// - Returns: a dictionary with the kinds as keys.
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
    /// Each statement reads one partial index of `jobs`. A running attempt has no outcome yet, so for a running job
    /// the previous attempt counts.
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
