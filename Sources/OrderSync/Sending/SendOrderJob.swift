internal import Intake
internal import JobQueue

/// The job that sends an order to the CRM. Triggers of `migrations/shop` insert it.
struct SendOrderJob: OrderJobKind, Hashable {
    static let kind = "send_order"
    static let queue = QueueName.crm
    /// The deadline ends an order's waiting, not a count of attempts.
    static let maxAttempts = 10_000
    let reference: OrderReference
}
