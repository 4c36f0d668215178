internal import JSON
internal import JobQueue

/// The job that asks the CRM whether it has an order in doubt.
struct LookForOrderJob: Sendable, Hashable {
    static let kind = "look_for_order"
    static let queue = QueueName.polls
    /// Before all polls, behind orders and look-ups.
    private static let priority = 9
    /// An order shows in the CRM within minutes [one developer] (API facts, section 4). In milliseconds.
    private static let delay: Int64 = 120_000

    let reference: OrderReference

    /// - Parameter now: in milliseconds since 1970.
    func newJob(now: Int64) -> NewJob {
        NewJob(
            kind: LookForOrderJob.kind, queue: LookForOrderJob.queue, args: JSON.object(reference.args).serialized(),
            subject: reference.subject, priority: LookForOrderJob.priority, maxAttempts: 5,
            scheduledAt: now + LookForOrderJob.delay,
            uniqueKey: "\(LookForOrderJob.kind):\(reference.order):\(reference.incarnation)")
    }
}
