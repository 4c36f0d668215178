internal import Intake
internal import JobQueue

/// The job that sends an order to the CRM. Triggers in `migrations/shop` insert it.
struct SendOrderJob: OrderJobKind, Hashable {
    static let kind = "send_order"
    static let queue = QueueName.crm
    /// A deadline limits how long an order waits, so the number of attempts is practically unlimited.
    static let maxAttempts = 10_000
    let reference: OrderReference
}
