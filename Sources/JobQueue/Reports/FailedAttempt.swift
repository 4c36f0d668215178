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
    /// The last attempts that failed (retried, discarded or lost), the latest first.
    ///
    /// Failures of old jobs are not found: only the last two attempts of each of the newest jobs count, so the cost does
    /// not grow with history.
    ///
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - ids: how many of the newest ids are looked through.
    ///   - connection: of the caller's snapshot or transaction.
    public func recentFailures(
        limit: Int, amongNewest ids: Int = 500, on connection: Connection
    ) throws(SQLiteError) -> [FailedAttempt] {
        try connection.all(FailureSQL.recent, ids, limit)
    }
}

enum FailureSQL {
    /// Index: the primary keys of both tables.
    static let recent = """
        SELECT jobs.kind, jobs.subject, attempts.*
        FROM jobs JOIN attempts ON attempts.job_id = jobs.id AND attempts.attempt >= jobs.attempt - 1
        WHERE jobs.id > (SELECT max(id) FROM jobs) - ? AND attempts.outcome IN ('retried', 'discarded', 'lost')
        ORDER BY attempts.ended_at DESC LIMIT ?
        """
}
