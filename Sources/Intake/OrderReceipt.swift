/// What the queue did with an order document, and what it will do with the order.
public struct OrderReceipt: Sendable, Hashable {
    public enum Effect: String, Sendable {
        case stored
        /// The queue already had everything in the document, for example because a hook ran twice.
        case unchanged
        /// The queue knows a newer event, so this one was ignored.
        case older
    }

    public enum Sending: Sendable, Hashable {
        /// A job will send the order.
        case queued(job: Int64)
        case sent(crmOrderID: String?)
        case sending
        case inDoubt
        case failed(reason: String?)
        case waitsForStatus(Int)
        case waitsForSettings
        /// `frontpadapi_send_status` is not a valid status.
        case unusableSetting(String)
        /// The settings say that orders are sent when they are created, but the queue did not see this order being
        /// created, or saw it before the settings said so.
        case notCreatedHere
        /// The order has the trigger status, but it was created before the queue was installed. An import sends only
        /// orders that were created later.
        case madeBeforeInstallation
        /// The order reached its status before the settings made that status the trigger status.
        case reachedStatusBefore
        /// The order was cancelled or deleted in the shop.
        case cancelled
    }

    public let id: Int64
    public let num: String?
    public let effect: Effect
    public let sending: Sending

    /// The receipt as one line of text for a person.
    public var description: String {
        let name = num.map { "order \(id) (\($0))" } ?? "order \(id)"
        let done =
            switch effect {
            case .stored: "stored"
            case .unchanged: "nothing new"
            case .older: "an older event, put aside"
            }
        return "\(name): \(done); \(sendingWords)"
    }

    /// A word for ``sending`` that other programs can read.
    public var sendingName: String {
        switch sending {
        case .queued: "queued"
        case .sent: "sent"
        case .sending: "sending"
        case .inDoubt: "in_doubt"
        case .failed: "failed"
        case .waitsForStatus: "waits_for_status"
        case .waitsForSettings: "waits_for_settings"
        case .unusableSetting: "unusable_setting"
        case .notCreatedHere: "not_created_here"
        case .madeBeforeInstallation: "made_before_installation"
        case .reachedStatusBefore: "reached_status_before"
        case .cancelled: "cancelled"
        }
    }

    private var sendingWords: String {
        switch sending {
        case .queued(let job): "job \(job) sends it to Frontpad"
        case .sent(let id): "it is in Frontpad" + (id.map { " as \($0)" } ?? "")
        case .sending: "it is being sent to Frontpad"
        case .inDoubt: "it may be in Frontpad: look there, then frontpad-queue order \(id)"
        case .failed(let reason): "it was not sent" + (reason.map { ": \($0)" } ?? "")
        case .waitsForStatus(let status): "it is sent when it reaches the status \(status)"
        case .waitsForSettings: "nothing is sent before frontpadapi_send_status is set"
        case .unusableSetting(let value): "nothing is sent: frontpadapi_send_status is «\(value)», which is no status"
        case .notCreatedHere: "orders are sent when they are created, and this one was there before"
        case .madeBeforeInstallation: "it is not sent: it was made before the queue was installed"
        case .reachedStatusBefore:
            "it is not sent: it reached its status before the settings made that status the trigger"
        case .cancelled: "it is not sent: it was cancelled in the shop"
        }
    }
}
