public import SQLite

extension JobQueue {
    /// Returns the unfinished job of a kind that was inserted first, or nil if there is none. The cost grows with the
    /// number of unfinished jobs and not with history.
    public func oldestUnfinished(kind: String, on connection: Connection) throws(SQLiteError) -> Job? {
        var oldest: Job?
        for sql in OldestJobSQL.all {
            guard let job = try connection.first(sql, kind, as: Job.self) else { continue }
            if job.insertedAt < oldest?.insertedAt ?? .max { oldest = job }
        }
        return oldest
    }
}

enum OldestJobSQL {
    /// Each statement reads one partial index.
    static let all = ["scheduled", "available", "running"].map {
        "SELECT \(Job.columns) FROM jobs WHERE state = '\($0)' AND kind = ? ORDER BY inserted_at LIMIT 1"
    }
}
