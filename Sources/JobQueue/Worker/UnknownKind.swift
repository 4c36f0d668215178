public import SQLite

extension JobQueue {
    /// Why a job is put off that its worker has no handler for: a newer program may have inserted it.
    static func unknownKind(_ kind: String) -> String { "\(UnknownKindSQL.reason) «\(kind)»" }

    /// How many jobs are put off because no worker that tried them has a handler, by kind.
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
