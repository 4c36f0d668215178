internal import JobQueue
internal import SQLite
internal import Synchronization

/// The plan of the queues, read again only when something has been committed since: a worker asks for it before each
/// claim, and an idle one looks often.
final class PlanCache: Sendable {
    private struct Kept {
        let plan: QueuePlan
        let version: Int64
        let readAt: Int64
    }

    /// What is outside of the database (a mail program that was installed) is noticed after so many milliseconds.
    private static let longest: Int64 = 5_000
    private let queue: JobQueue
    private let sendmail: String
    private let kept = Mutex<Kept?>(nil)

    init(queue: JobQueue, sendmail: String) {
        self.queue = queue
        self.sendmail = sendmail
    }

    func plan() throws -> QueuePlan {
        // Before the plan itself: what is committed between the two is read again the next time.
        let version = try queue.database.dataVersion()
        let now = queue.clock.steady()
        let kept = kept.withLock { $0 }
        if let kept, kept.version == version, now - kept.readAt < PlanCache.longest { return kept.plan }
        let plan = try queue.database.read { try QueuePlan.read(on: $0, sendmail: sendmail) }
        self.kept.withLock { $0 = Kept(plan: plan, version: version, readAt: now) }
        return plan
    }
}
