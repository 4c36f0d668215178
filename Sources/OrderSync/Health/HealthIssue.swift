public import JobQueue
public import Shop

/// A problem that stops or delays orders, e-mails or updates of the shop. `status` and `doctor` show the same issues.
/// The texts for people are in another place.
///
/// Times are in milliseconds since 1970 (UTC).
public enum HealthIssue: Sendable, Hashable {
    /// A stored setting cannot be used. The text is one line that names the setting.
    case invalidSetting(Bilingual)
    case conflict(SettingConflict)
    case parked(ParkedReason)
    /// - Parameter whatToDo: nil if waiting is enough.
    case accountRefused(since: Int64, explanation: Bilingual, whatToDo: Bilingual?)
    /// These orders were being sent when the last worker died. No worker is left that could mark them as in doubt.
    case sendingAbandoned(orders: [String])
    /// A running worker has given no heartbeat for longer than its lease.
    case workerSilent(id: String, pid: Int, since: Int64)
    case noWorker
    case ordersRetried(RetryingJobs)
    case mailRetried(RetryingJobs)
    case shopRetried(RetryingJobs)
    case mailGivenUp(GivenUpJobs)
    case shopGivenUp(GivenUpJobs)
    /// The shop's command does not list the shop's orders, so lost orders are not found.
    case shopNotCompared(since: Int64, error: String)
    /// The shop has orders with documents that cannot be used.
    ///
    /// - Parameter name: the name of one of these orders.
    case documentsUnusable(count: Int, name: String, reason: String)
    case queuePaused(queue: String, pause: QueuePause)
    case ordersInDoubt(Int)
    case ordersFailed(Int)
    /// These Frontpad statuses are missing in `frontpadapi_matched_statuses`.
    case statusesUnmapped([String])
    /// - Parameter oldest: when the oldest document arrived, or nil if that is not known.
    case spoolWaiting(count: Int, oldest: Int64?, folder: String)
    case spoolRefused(count: Int, folder: String)

    /// The jobs of one kind that the queue has given up.
    public struct GivenUpJobs: Sendable, Hashable {
        public let count: Int
        /// The id of the newest of these jobs.
        public let job: Int64
        public let error: String
    }

    /// The area that an issue belongs to. The raw values are the names of the checks in `doctor`.
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

    /// Whether something is broken. An issue that is not bad may be intended, or it is ordinary work for a person.
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
