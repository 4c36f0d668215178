internal import SQLite

/// How long finished jobs are kept, in milliseconds. A longer retention keeps more history. A shorter one keeps the
/// file smaller. The cost of a claim does not depend on it.
public struct Retention: Sendable, Hashable {
    public static let day: Int64 = 86_400_000

    public var completed: Int64
    public var cancelled: Int64
    public var discarded: Int64
    /// Jobs with a ``Job/subject`` are kept at least this long, because they are part of the subject's history.
    public var withSubject: Int64

    public init(
        completed: Int64 = 30 * day, cancelled: Int64 = 30 * day, discarded: Int64 = 90 * day,
        withSubject: Int64 = 30 * day
    ) {
        self.completed = completed
        self.cancelled = cancelled
        self.discarded = discarded
        self.withSubject = withSubject
    }

    fileprivate var shortest: Int64 { min(completed, cancelled, discarded) }
}

enum PruningSQL {
    /// Finds the jobs to delete within a range of ids. Uses the primary key.
    static let old = """
        SELECT id FROM jobs
        WHERE id > ?1 AND id <= ?2 AND finished_at IS NOT NULL
            AND finished_at <= CASE state WHEN 'completed' THEN ?3 WHEN 'cancelled' THEN ?4 WHEN 'discarded' THEN ?5 END
            AND (subject IS NULL OR finished_at <= ?6)
        """
    /// Finds out whether a range of ids has old jobs and whether it has young jobs. A job that was inserted while the
    /// clock was ahead is neither. Uses the primary key.
    static let ages = """
        SELECT coalesce(max(inserted_at <= ?3), 0) AS old, coalesce(max(inserted_at > ?3 AND inserted_at <= ?4), 0) AS young,
            coalesce(max(finished_at > ?4), 0) AS ahead
        FROM jobs WHERE id > ?1 AND id <= ?2
        """
    /// Corrects jobs that ended while the clock was ahead. Their end becomes the current time, so that they are not
    /// kept until the clock reaches the stored time. Uses the primary key.
    static let end = "UPDATE jobs SET finished_at = ?3 WHERE id > ?1 AND id <= ?2 AND finished_at > ?3"
    /// Uses the primary key.
    static let next = "SELECT id FROM jobs WHERE id > ? ORDER BY id LIMIT 1"
    /// Uses the primary key. The attempts are deleted with their job.
    static let delete = "DELETE FROM jobs WHERE id = ? AND state IN ('completed', 'cancelled', 'discarded')"
}

/// What the range of ids in one step contains.
private struct StretchAges: RowDecodable {
    let hasOld: Bool
    let hasYoung: Bool
    let endsAhead: Bool

    init(_ row: Row) throws(SQLiteError) {
        hasOld = try row.get("old")
        hasYoung = try row.get("young")
        endsAhead = try row.get("ahead")
    }
}

extension JobQueue {
    /// The number of ids in one step. A step takes a millisecond or two, and other writers can run between two steps.
    private static let stretch: Int64 = 500

    /// Deletes finished jobs that are older than their retention, together with their attempts. The deletions run in
    /// small transactions.
    ///
    /// The method goes through the ids in ascending order, which is also the order of insertion. It ends at the first
    /// step in which all jobs are too young. Jobs that were inserted while the clock was ahead do not end it. The
    /// method needs no index of its own.
    ///
    /// - Returns: the number of deleted jobs.
    @discardableResult
    public func prune(_ retention: Retention = Retention()) throws -> Int {
        let now = clock.now()
        var pruned = 0
        var cursor: Int64 = 0
        while true {
            let first = try database.read { try $0.scalar(PruningSQL.next, cursor, as: Int64.self) }
            guard let first else { return pruned }
            let last = first.saturatingAdding(JobQueue.stretch - 1)
            let ages = try database.read { connection in
                try connection.first(
                    PruningSQL.ages, first - 1, last, now.saturatingSubtracting(retention.shortest), now,
                    as: StretchAges.self)
            }
            if let ages, ages.hasYoung, !ages.hasOld { return pruned }
            if ages?.endsAhead == true {
                try database.write { _ = try $0.run(PruningSQL.end, first - 1, last, now) }
            }
            let old: [Int64] = try database.read { connection in
                try connection.column(
                    PruningSQL.old, first - 1, last, now.saturatingSubtracting(retention.completed),
                    now.saturatingSubtracting(retention.cancelled), now.saturatingSubtracting(retention.discarded),
                    now.saturatingSubtracting(retention.withSubject))
            }
            if !old.isEmpty {
                pruned += try database.write { connection in
                    try old.reduce(0) { count, id throws(SQLiteError) in
                        try count + connection.run(PruningSQL.delete, id)
                    }
                }
            }
            cursor = last
        }
    }

    /// Deletes old jobs once in each interval, even if several workers call this method.
    ///
    /// - Parameters:
    ///   - interval: the length of the interval, in milliseconds.
    ///   - retention: how long finished jobs are kept.
    @discardableResult
    public func pruneOnce(every interval: Int64, _ retention: Retention = Retention()) throws -> Int {
        let slot = clock.now() / max(1, interval)
        let last = try database.read { connection in
            try connection.scalar("SELECT slot FROM periodic_slots WHERE name = 'prune'", as: Int64.self)
        }
        guard last != slot, try database.write({ try takeSlot(slot, of: "prune", in: $0) }) else { return 0 }
        return try prune(retention)
    }
}
