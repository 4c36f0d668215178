public import SQLite

/// A failed attempt and its job.
public struct FailedAttempt: RowDecodable, Sendable, Hashable {
    public let kind: String
    public let subject: String?
    public let attempt: Attempt

    public init(_ row: Row) throws(SQLiteError) {
        kind = try row.get("kind")
        subject = try row.get("subject")
        attempt = try Attempt(row)
    }
}

extension JobQueue {
    /// The latest failed attempts (retried, discarded or lost), newest first.
    ///
    /// Only the last two attempts of each of the newest jobs are examined. So the cost does not grow with history, and
    /// failures of older jobs are left out.
    ///
    /// - Parameters:
    ///   - limit: the maximum number of results.
    ///   - ids: the number of newest job ids to examine.
    ///   - connection: the connection that holds the caller's snapshot or transaction.
    public func recentFailures(
        limit: Int, amongNewest ids: Int = 500, on connection: Connection
    ) throws(SQLiteError) -> [FailedAttempt] {
        try connection.all(FailureSQL.recent, ids, limit)
    }
}

enum FailureSQL {
    /// Uses the primary keys of both tables.
    static let recent = """
        SELECT jobs.kind, jobs.subject, attempts.*
        FROM jobs JOIN attempts ON attempts.job_id = jobs.id AND attempts.attempt >= jobs.attempt - 1
        WHERE jobs.id > (SELECT max(id) FROM jobs) - ? AND attempts.outcome IN ('retried', 'discarded', 'lost')
        ORDER BY attempts.ended_at DESC LIMIT ?
        """
}
