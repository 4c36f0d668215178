public import JobQueue
public import Shop

/// Something that keeps orders, e-mails or updates of the shop from going their way. `status` and `doctor` show the same
/// issues; their words are elsewhere.
///
/// Times are milliseconds since 1970 in UTC.
public enum HealthIssue: Sendable, Hashable {
    /// A stored setting that cannot be used: one line that names it.
    case invalidSetting(String)
    case conflict(SettingConflict)
    case parked(ParkedReason)
    case accountRefused(since: Int64, explanation: String, whatToDo: String)
    /// Orders that were being sent when the last worker died. Nobody is left to put them in doubt.
    case sendingAbandoned(orders: [String])
    /// A running worker without a heartbeat for at least a lease.
    case workerSilent(id: String, pid: Int, since: Int64)
    case noWorker
    case ordersRetried(RetryingJobs)
    case mailRetried(RetryingJobs)
    case shopRetried(RetryingJobs)
    case mailGivenUp(GivenUpJobs)
    case shopGivenUp(GivenUpJobs)
    /// The shop's command does not say which orders the shop has. Lost orders are not found.
    case shopNotCompared(since: Int64, error: String)
    /// Orders of the shop whose documents cannot be used.
    ///
    /// - Parameter name: of one of them.
    case documentsUnusable(count: Int, name: String, reason: String)
    case queuePaused(queue: String, pause: QueuePause)
    case ordersInDoubt(Int)
    case ordersFailed(Int)
    /// Frontpad's statuses that `frontpadapi_matched_statuses` does not have.
    case statusesUnmapped([String])
    /// - Parameter oldest: when the oldest document came; nil if that is not known.
    case spoolWaiting(count: Int, oldest: Int64?, folder: String)
    case spoolRefused(count: Int, folder: String)

    /// Jobs of one kind that were given up.
    public struct GivenUpJobs: Sendable, Hashable {
        public let count: Int
        /// The newest of them.
        public let job: Int64
        public let error: String
    }

    /// What it is about. The raw values are the names of the doctor's checks.
    public enum Area: String, Sendable, CaseIterable {
        case workers
        case settings
        case frontpad = "Frontpad"
        case queues
        case orders
        case mail
        case shop
        case spool
    }

    public var area: Area {
        switch self {
        case .invalidSetting, .conflict, .parked, .statusesUnmapped: .settings
        case .accountRefused, .ordersRetried: .frontpad
        case .workerSilent, .noWorker: .workers
        case .sendingAbandoned, .ordersInDoubt, .ordersFailed: .orders
        case .mailRetried, .mailGivenUp: .mail
        case .shopRetried, .shopGivenUp, .shopNotCompared, .documentsUnusable: .shop
        case .queuePaused: .queues
        case .spoolWaiting, .spoolRefused: .spool
        }
    }

    /// Whether something is broken. What is not can be meant, or is a matter of a person's work.
    public func isBad(now: Int64) -> Bool {
        switch self {
        case .conflict(let conflict): conflict.severity != .doubtful
        case .parked(let reason): reason == .noSecret
        case .spoolWaiting(_, let oldest, _): oldest.map { now.saturatingSubtracting($0) > 60_000 } ?? false
        case .invalidSetting, .accountRefused, .sendingAbandoned, .workerSilent, .noWorker, .ordersRetried,
            .mailRetried, .shopRetried, .ordersInDoubt, .spoolRefused, .documentsUnusable:
            true
        case .mailGivenUp, .shopGivenUp, .shopNotCompared, .queuePaused, .ordersFailed, .statusesUnmapped: false
        }
    }
}
