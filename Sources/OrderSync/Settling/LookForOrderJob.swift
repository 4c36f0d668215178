internal import Intake
internal import JobQueue

/// The job that asks the CRM whether it has an order in doubt.
struct LookForOrderJob: OrderJobKind, Hashable {
    static let kind = "look_for_order"
    static let queue = QueueName.polls
    /// Before polls, after orders and look-ups.
    static let priority = 9
    static let maxAttempts = 5
    /// When to ask, in milliseconds after the doubt. An order appears in the CRM within minutes, according to one developer
    /// (API facts, section 4).
    static let delay: Int64 = 120_000
    let reference: OrderReference
}
