public import SQLite

/// Stored times that reveal a wrong wall clock: it was ahead when they were written, or was set back since.
public struct StoredTimes: Sendable, Hashable {
    /// The latest insertion or heartbeat, in milliseconds since 1970; nil in a new queue.
    public let latest: Int64?
    /// The job that is scheduled furthest into the future.
    public let furthest: Job?

    public init(latest: Int64?, furthest: Job?) {
        self.latest = latest
        self.furthest = furthest
    }
}

extension JobQueue {
    public func storedTimes(on connection: Connection) throws(SQLiteError) -> StoredTimes {
        let heartbeat: Int64? = try connection.scalar(StoredTimesSQL.heartbeat)
        let inserted: Int64? = try connection.scalar(StoredTimesSQL.inserted)
        return StoredTimes(
            latest: [heartbeat, inserted].compactMap { $0 }.max(),
            furthest: try connection.first(StoredTimesSQL.furthest))
    }
}

enum StoredTimesSQL {
    /// The table has a few rows, one for each worker.
    static let heartbeat = "SELECT max(heartbeat_at) FROM workers"
    /// Index: the primary key.
    static let inserted = "SELECT inserted_at FROM jobs WHERE id = (SELECT max(id) FROM jobs)"
    /// Index: jobs_scheduled, from its end.
    static let furthest = """
        SELECT \(Job.columns) FROM jobs WHERE state = 'scheduled' ORDER BY scheduled_at DESC LIMIT 1
        """
}
