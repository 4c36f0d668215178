import JobQueue
import SQLite
import TestSupport
import Testing

/// A migrated queue in a temporary folder. The test moves its clocks.
struct TestQueue {
    let folder: TemporaryDirectory
    let clock: ManualClock
    let queue: JobQueue

    var path: String { folder.path(of: "queue.db") }

    init(random: Double = 0) throws {
        folder = TemporaryDirectory()
        clock = ManualClock()
        let database = try Database(path: folder.path(of: "queue.db"))
        try database.migrate([QueueSchema.series], now: clock.now)
        queue = JobQueue(database: database, clock: clock.clock(), random: { random })
    }

    /// Opens the same queue with its own connections, like another process.
    func anotherHandle(clock: QueueClock? = nil) throws -> JobQueue {
        JobQueue(database: try Database(path: path), clock: clock ?? self.clock.clock(), random: { 0 })
    }

    func worker(concurrency: Int = 1, lease: Int64 = 30_000) throws -> WorkerIdentity {
        try WorkerIdentity(databasePath: path, concurrency: concurrency, lease: lease)
    }

    @discardableResult
    func insert(
        _ kind: String = "work", queue name: String = "default", priority: Int = 0, maxAttempts: Int = 20,
        after delay: Int64? = nil, uniqueKey: String? = nil
    ) throws -> Int64 {
        try queue.insert(
            NewJob(
                kind: kind, queue: name, priority: priority, maxAttempts: maxAttempts,
                scheduledAt: delay.map { clock.now + $0 }, uniqueKey: uniqueKey)
        ).id
    }

    /// Claims from the queue "default".
    func claim(by worker: WorkerIdentity, limit: Int = 1) throws -> [Claim] {
        try queue.claim([QueueSpec("default")], worker: worker, limit: limit).claims
    }

    func claimOne(by worker: WorkerIdentity) throws -> Claim { try #require(try claim(by: worker).first) }

    func finish(_ claim: Claim, _ outcome: JobOutcome, backoff: Backoff = .exponential()) throws -> FinishResult {
        try queue.database.write { try queue.finish(claim, outcome, backoff: backoff, in: $0) }
    }

    func job(_ id: Int64) throws -> Job {
        try #require(try queue.database.read { try queue.job(id, on: $0) })
    }

    func attempts(of id: Int64) throws -> [Attempt] {
        try queue.database.read { try queue.attempts(of: id, on: $0) }
    }

    func count(_ sql: String) throws -> Int {
        try queue.database.read { connection in try connection.scalar(sql, as: Int.self) ?? 0 }
    }
}
