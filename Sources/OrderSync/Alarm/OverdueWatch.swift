internal import JobQueue
internal import SQLite
internal import Synchronization

/// Watches whether the oldest unfinished job of a kind has waited for too long.
final class OverdueWatch: Sendable {
    enum News: Sendable {
        /// The alarm is not raised yet.
        ///
        /// - Parameters:
        ///   - oldest: the job that has waited for the longest time.
        ///   - waitedBefore: whether this job also waited at the last look. A job that a worker does at once, because
        ///     the worker has just started, does not.
        ///   - isFirstLook: whether this watch has not looked before.
        case overdue(oldest: Job, waitedBefore: Bool, isFirstLook: Bool)
        /// The alarm is raised, and nothing is overdue any more.
        case over
    }

    private struct Seen {
        var job: Int64?
        var isFirstLook = true
    }

    private let queue: JobQueue
    private let kind: String
    private let alarm: RaisedAlarm.Name
    private let seen = Mutex(Seen())

    init(queue: JobQueue, kind: String, alarm: RaisedAlarm.Name) {
        self.queue = queue
        self.kind = kind
        self.alarm = alarm
    }

    /// Looks once.
    ///
    /// - Parameter limit: how long a job may wait, in milliseconds.
    /// - Returns: nil if there is nothing new.
    func look(limit: Int64) throws -> News? {
        let (oldest, isRaised) = try queue.database.read { connection in
            (
                try queue.oldestUnfinished(kind: kind, on: connection),
                try RaisedAlarm.read(alarm, on: connection) != nil
            )
        }
        let (waitedBefore, isFirstLook) = seen.withLock { seen in
            defer { seen = Seen(job: oldest?.id, isFirstLook: false) }
            return (seen.job != nil && seen.job == oldest?.id, seen.isFirstLook)
        }
        guard let oldest, queue.clock.now().saturatingSubtracting(oldest.insertedAt) >= limit else {
            return isRaised ? .over : nil
        }
        return isRaised ? nil : .overdue(oldest: oldest, waitedBefore: waitedBefore, isFirstLook: isFirstLook)
    }
}
