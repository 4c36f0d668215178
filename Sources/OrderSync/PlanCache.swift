internal import JobQueue
internal import SQLite
internal import Synchronization

/// Caches the plan of the queues until something is committed. A worker needs the plan before each claim, and an idle
/// worker looks often.
final class PlanCache: Sendable {
    private struct Kept {
        let plan: QueuePlan
        let version: Int64
        let readAt: Int64
    }

    /// After this time the plan is read again in any case, because it depends on things outside of the database, such
    /// as an installed mail program. In milliseconds.
    private static let longest: Int64 = 5_000
    private let queue: JobQueue
    private let sendmail: String
    private let kept = Mutex<Kept?>(nil)

    init(queue: JobQueue, sendmail: String) {
        self.queue = queue
        self.sendmail = sendmail
    }

    func plan() throws -> QueuePlan {
        // Read before the plan: a commit between the two reads must not be missed.
        let version = try queue.database.dataVersion()
        let now = queue.clock.steady()
        let kept = kept.withLock { $0 }
        if let kept, kept.version == version, now - kept.readAt < PlanCache.longest { return kept.plan }
        let plan = try queue.database.read { try QueuePlan.read(on: $0, sendmail: sendmail) }
        self.kept.withLock { $0 = Kept(plan: plan, version: version, readAt: now) }
        return plan
    }
}
