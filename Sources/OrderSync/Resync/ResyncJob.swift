internal import JSON
internal import JobQueue
internal import SQLite
internal import Shop

/// The job that compares the orders of the shop with the orders that the queue knows.
struct ResyncJob: PlainJobKind, Hashable {
    static let kind = "resync"
    static let queue = QueueName.resync
}

/// The schedule of the comparisons with the shop.
enum ResyncSchedule {
    /// The time between two comparisons, in milliseconds. With a shorter interval, a lost order is sent sooner. With a
    /// longer interval, the shop's command runs less often.
    static let interval: Int64 = 5 * 60_000

    /// Inserts the job once in each interval, however many workers the database has. Does nothing in three cases: if
    /// no shop command is set, if the settings do not say when orders are sent, or if the command has failed recently.
    ///
    /// - Returns: whether a job was inserted.
    static func look(queue: JobQueue) throws -> Bool {
        let isDue = try queue.database.read { connection in
            let settings = try Settings.read(on: connection)
            guard let command = settings.shopCommand, ResyncStatuses(settings) != nil else { return false }
            return try ResyncState.read(on: connection).isDue(command: command, now: queue.clock.now())
        }
        guard isDue else { return false }
        return try queue.insert(PeriodicJob(ResyncJob.kind, every: interval) { _ in NewJob(ResyncJob()) }) != nil
    }
}
