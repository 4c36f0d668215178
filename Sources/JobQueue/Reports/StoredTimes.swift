public import SQLite

/// Stored times that reveal a wrong wall clock. Either the clock was ahead when they were stored, or it has been set
/// back since.
public struct StoredTimes: Sendable, Hashable {
    /// The time of the latest insertion or heartbeat, in milliseconds since 1970, or nil for a new queue.
    public let latest: Int64?
    /// The job that is scheduled furthest into the future.
    public let furthest: Job?
    /// The ids of unfinished jobs with an insertion time in the future, lowest first. There are at most ten.
    public let ahead: [Int64]

    public init(latest: Int64?, furthest: Job?, ahead: [Int64] = []) {
        self.latest = latest
        self.furthest = furthest
        self.ahead = ahead
    }
}

extension JobQueue {
    /// Compares the stored times with the clock.
    ///
    /// - Parameters:
    ///   - tolerance: how far ahead of the clock a stored time may be, in milliseconds.
    ///   - connection: the connection that reads the times.
    public func storedTimes(
        tolerance: Int64 = 60_000, on connection: Connection
    ) throws(SQLiteError) -> StoredTimes {
        let heartbeat: Int64? = try connection.scalar(StoredTimesSQL.heartbeat)
        let inserted: Int64? = try connection.scalar(StoredTimesSQL.inserted)
        var ahead: [Int64] = []
        for (_, sql) in StoredTimesSQL.ahead {
            ahead += try connection.column(sql, clock.now().saturatingAdding(tolerance), as: Int64.self)
        }
        return StoredTimes(
            latest: [heartbeat, inserted].compactMap { $0 }.max(),
            furthest: try connection.first(StoredTimesSQL.furthest),
            ahead: Array(ahead.sorted().prefix(10)))
    }
}

enum StoredTimesSQL {
    /// The table is small: it has one row for each worker.
    static let heartbeat = "SELECT max(heartbeat_at) FROM workers"
    /// Uses the primary key.
    static let inserted = "SELECT inserted_at FROM jobs WHERE id = (SELECT max(id) FROM jobs)"
    /// Each statement reads a whole partial index. The indexes are small, because they contain only unfinished jobs.
    static let ahead: [(JobState, String)] = [JobState.scheduled, .available, .running].map { state in
        (state, "SELECT id FROM jobs WHERE state = '\(state.rawValue)' AND inserted_at > ? LIMIT 10")
    }
    /// Reads the index jobs_scheduled from its end.
    static let furthest = """
        SELECT \(Job.columns) FROM jobs WHERE state = 'scheduled' ORDER BY scheduled_at DESC LIMIT 1
        """
}
