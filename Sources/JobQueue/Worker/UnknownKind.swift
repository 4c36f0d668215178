public import SQLite

extension JobQueue {
    /// Returns the reason for a snooze if the worker has no handler for the job. A newer program may have inserted
    /// such a job.
    static func unknownKind(_ kind: String) -> String { "\(UnknownKindSQL.reason) «\(kind)»" }

    /// Returns the number of jobs that wait because a worker had no handler for them, by kind.
    public func unknownKinds(on connection: Connection) throws(SQLiteError) -> [String: Int] {
        try connection.dictionary(UnknownKindSQL.counts, UnknownKindSQL.reason)
    }
}

enum UnknownKindSQL {
    /// The beginning of the reason that such a job has.
    static let reason = "this worker knows no jobs of the kind"
    /// Reads the whole index jobs_scheduled.
    static let counts = """
        SELECT kind, count(*) AS count FROM jobs WHERE state = 'scheduled' AND reason LIKE ? || '%' GROUP BY kind
        """
}
