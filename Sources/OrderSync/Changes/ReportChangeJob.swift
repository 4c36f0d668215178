internal import Intake
internal import JobQueue

/// The job that tells the manager about a change to an order that the CRM has or may have. Triggers in
/// `migrations/shop` insert it.
struct ReportChangeJob: OrderJobKind, Hashable {
    static let kind = "report_change"
    static let queue = QueueName.events
    static let maxAttempts = 1_000
    let reference: OrderReference
}
