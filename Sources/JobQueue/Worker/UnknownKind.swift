public import SQLite

extension JobQueue {
    /// The reason of a snooze: the worker has no handler for the job, which a newer program may have inserted.
    static func unknownKind(_ kind: String) -> String { "\(UnknownKindSQL.reason) «\(kind)»" }

    /// The number of jobs that wait because a worker had no handler for them, by kind.
    public func unknownKinds(on connection: Connection) throws(SQLiteError) -> [String: Int] {
        try connection.dictionary(UnknownKindSQL.counts, UnknownKindSQL.reason)
    }
}

enum UnknownKindSQL {
    /// How the reason of such a job begins.
    static let reason = "this worker knows no jobs of the kind"
    /// Index: jobs_scheduled, all of it.
    static let counts = """
        SELECT kind, count(*) AS count FROM jobs WHERE state = 'scheduled' AND reason LIKE ? || '%' GROUP BY kind
        """
}
