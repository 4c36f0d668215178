public import SQLite

extension JobQueue {
    /// - Returns: the id of the unfinished job with this unique key, or nil if there is none. There is at most one
    ///   such job.
    public func unfinished(uniqueKey: String, on connection: Connection) throws(SQLiteError) -> Int64? {
        try connection.scalar(UnfinishedSQL.withKey, uniqueKey)
    }

    /// Returns the id of the unfinished job that has the same unique key as `job`. Returns nil if there is none, or if
    /// `job` has no unique key.
    public func unfinished(_ job: some JobKind, on connection: Connection) throws(SQLiteError) -> Int64? {
        try job.uniqueKey.flatMap { key throws(SQLiteError) in try unfinished(uniqueKey: key, on: connection) }
    }

    /// The unfinished jobs of a kind about a subject, oldest first.
    public func unfinished(
        about subject: String, kind: String, on connection: Connection
    ) throws(SQLiteError) -> [Job] {
        try connection.all(UnfinishedSQL.about, subject, kind)
    }

    /// The number of unfinished jobs of a kind in a queue.
    public func countUnfinished(
        in queue: String, kind: String, on connection: Connection
    ) throws(SQLiteError) -> Int {
        var count = 0
        for (_, sql) in UnfinishedSQL.counts { count += try connection.scalar(sql, queue, kind) ?? 0 }
        return count
    }
}

enum UnfinishedSQL {
    /// Uses the index jobs_unique_key.
    static let withKey =
        "SELECT id FROM jobs WHERE unique_key = ? AND state IN ('scheduled', 'available', 'running')"
    /// Uses the index jobs_subject.
    static let about = """
        SELECT \(Job.columns) FROM jobs
        WHERE subject = ? AND kind = ? AND state IN ('scheduled', 'available', 'running')
        ORDER BY id
        """
    /// Each statement reads one partial index. A single statement for all three states would read the whole table.
    static let counts: [(JobState, String)] = [
        (.scheduled, "SELECT count(*) FROM jobs WHERE state = 'scheduled' AND queue = ? AND kind = ?"),
        (.available, "SELECT count(*) FROM jobs WHERE state = 'available' AND queue = ? AND kind = ?"),
        (.running, "SELECT count(*) FROM jobs WHERE state = 'running' AND queue = ? AND kind = ?"),
    ]
}
