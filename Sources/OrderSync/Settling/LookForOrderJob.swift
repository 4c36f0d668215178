internal import Intake
internal import JobQueue

/// The job that asks the CRM whether it has an order in doubt.
struct LookForOrderJob: OrderJobKind, Hashable {
    static let kind = "look_for_order"
    static let queue = QueueName.polls
    /// This job comes before polls and after orders and look-ups.
    static let priority = 9
    static let maxAttempts = 5
    /// The time between the doubt and the question to the CRM, in milliseconds. According to one developer, an order
    /// appears in the CRM within minutes (API facts, section 4).
    static let delay: Int64 = 120_000
    let reference: OrderReference
}
