public import SQLite

/// What the stored times tell about the wall clock by which they were written: one that stood ahead or has gone back.
public struct StoredTimes: Sendable, Hashable {
    /// The last time at which a job was inserted or a worker showed life, in milliseconds since 1970; nil in a queue
    /// that is new.
    public let latest: Int64?
    /// The job that waits for the furthest time.
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
    /// A row for each worker: a handful.
    static let heartbeat = "SELECT max(heartbeat_at) FROM workers"
    /// Index: the primary key.
    static let inserted = "SELECT inserted_at FROM jobs WHERE id = (SELECT max(id) FROM jobs)"
    /// Index: jobs_scheduled, from its end.
    static let furthest = """
        SELECT \(Job.columns) FROM jobs WHERE state = 'scheduled' ORDER BY scheduled_at DESC LIMIT 1
        """
}
