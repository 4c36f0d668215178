internal import JobQueue
internal import SQLite
internal import Synchronization

/// Caches the plan of the queues until something is committed. A worker needs the plan before each claim, and an idle
/// worker tries to claim often.
final class PlanCache: Sendable {
    private struct Kept {
        let plan: QueuePlan
        let version: Int64
        let readAt: Int64
    }

    /// The longest time for which a plan is used, in milliseconds. After it the plan is read again in any case,
    /// because the plan also depends on things outside the database, such as an installed mail program.
    private static let longest: Int64 = 5_000
    private let queue: JobQueue
    private let sendmail: String
    private let kept = Mutex<Kept?>(nil)

    init(queue: JobQueue, sendmail: String) {
        self.queue = queue
        self.sendmail = sendmail
    }

    func plan() throws -> QueuePlan {
        // The version is read before the plan, so that a commit between the two reads is not missed.
        let version = try queue.database.dataVersion()
        let now = queue.clock.steady()
        let kept = kept.withLock { $0 }
        if let kept, kept.version == version, now - kept.readAt < PlanCache.longest { return kept.plan }
        let plan = try queue.database.read { try QueuePlan.read(on: $0, sendmail: sendmail) }
        self.kept.withLock { $0 = Kept(plan: plan, version: version, readAt: now) }
        return plan
    }
}
