internal import JSON
internal import JobQueue
internal import SQLite
internal import Shop

/// The job that compares the orders of the shop with those that the queue knows.
struct ResyncJob: JSONJobKind, Hashable {
    static let kind = "resync"
    static let queue = QueueName.resync

    init() {}
    init?(json: JSON) {}

    var json: JSON.Object { [:] }
    var uniqueKey: String? { Self.kind }
}

/// When the shop is asked.
enum ResyncSchedule {
    /// Shorter: a lost order leaves sooner. Longer: the shop's command runs less often. In milliseconds.
    static let interval: Int64 = 5 * 60_000

    /// Inserts the job, once in each interval for all workers of the database. Does nothing if there is nobody to ask, if no
    /// order is sent yet, or while a command that failed is left in peace.
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
