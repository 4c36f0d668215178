public import SQLite

/// How many unfinished and given-up jobs there are, by queue, without a look at the finished ones.
public struct Backlog: Sendable, Hashable {
    public internal(set) var counts: [JobState: [String: Int]] = [:]
    /// How many jobs were ever inserted.
    public internal(set) var inserted = 0
    /// How long the oldest job that may run now has waited, in milliseconds; nil where there is none.
    public internal(set) var oldestWait: Int64?

    /// How many jobs of all queues are in a state; 0 for finished states other than discarded, which are not counted.
    public func count(of state: JobState) -> Int { counts[state]?.values.reduce(0, +) ?? 0 }
}

enum BacklogSQL {
    /// Each counts the entries of one partial index: its cost is what waits, not what was.
    static let counts: [(JobState, String)] = [
        (.scheduled, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'scheduled' GROUP BY queue"),
        (.available, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'available' GROUP BY queue"),
        (.running, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'running' GROUP BY queue"),
        (.discarded, "SELECT queue, count(*) AS count FROM jobs WHERE state = 'discarded' GROUP BY queue"),
    ]
    /// The ids count all jobs that ever were (<https://sqlite.org/autoinc.html>).
    static let inserted = "SELECT seq FROM sqlite_sequence WHERE name = 'jobs'"
    /// Index: jobs_available.
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
        backlog.oldestWait = oldest.map { max(0, clock.now() - $0) }
        return backlog
    }
}
