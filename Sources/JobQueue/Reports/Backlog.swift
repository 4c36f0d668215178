public import SQLite

/// The numbers of unfinished and discarded jobs by queue. Reading the backlog does not read completed or cancelled
/// jobs.
public struct Backlog: Sendable, Hashable {
    public internal(set) var counts: [JobState: [String: Int]] = [:]
    /// The number of jobs that were ever inserted.
    public internal(set) var inserted = 0
    /// How long the oldest available job has waited, in milliseconds, or nil if no job is available.
    public internal(set) var oldestWait: Int64?

    /// Returns the number of jobs in a state, over all queues. Completed and cancelled jobs are not counted, so the
    /// result for them is 0.
    public func count(of state: JobState) -> Int { counts[state]?.values.reduce(0, +) ?? 0 }
}

enum BacklogSQL {
    /// Each statement counts one partial index, so its cost does not grow with history.
    static let counts: [(JobState, String)] = [
        (.scheduled, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'scheduled' GROUP BY queue"),
        (.available, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'available' GROUP BY queue"),
        (.running, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'running' GROUP BY queue"),
        (.discarded, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'discarded' GROUP BY queue"),
    ]
    /// The last id equals the number of insertions, because AUTOINCREMENT never reuses an id
    /// (<https://sqlite.org/autoinc.html>).
    static let inserted = "SELECT seq FROM sqlite_sequence WHERE name = 'jobs'"
    /// Uses the index jobs_available.
    static let oldest = "SELECT min(scheduled_at) FROM jobs WHERE state = 'available'"
}

extension JobQueue {
    public func backlog(on connection: Connection) throws(SQLiteError) -> Backlog {
        var backlog = Backlog()
        for (state, sql) in BacklogSQL.counts {
            backlog.counts[state] = try connection.dictionary(sql)
        }
        backlog.inserted = try connection.scalar(BacklogSQL.inserted) ?? 0
        let oldest: Int64? = try connection.scalar(BacklogSQL.oldest)
        backlog.oldestWait = oldest.map { max(0, clock.now().saturatingSubtracting($0)) }
        return backlog
    }
}
