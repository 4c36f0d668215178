public import HTTP

/// The outcome of `new_order`. Each of the four cases has its own consequence.
public enum NewOrderOutcome: Sendable, Hashable {
    /// The CRM has the order.
    case accepted(AcceptedOrder)
    /// No byte of the request was sent, so the request may be repeated.
    case notSent(NotSent)
    /// The CRM refused the order with a documented code, so it does not have the order.
    case refused(FrontpadErrorCode)
    /// The request was sent, but no clear answer came. The CRM may have the order or not.
    case inDoubt(Evidence)
}

public struct AcceptedOrder: Sendable, Hashable {
    /// The order's id in the API, which webhooks use. It is nil if the answer had no id.
    public let orderID: String?
    /// The order's number that people see in Frontpad.
    public let orderNumber: String?
    public let warnings: [FrontpadWarning]

    public init(orderID: String?, orderNumber: String?, warnings: [FrontpadWarning] = []) {
        self.orderID = orderID
        self.orderNumber = orderNumber
        self.warnings = warnings
    }
}

/// The reason why no byte of a request was sent.
public struct NotSent: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Cause: String, Sendable {
        /// The host name of the CRM's server could not be resolved.
        case nameResolution = "name resolution"
        case connection
        case tls = "TLS"
        /// The worker withdrew the request, because the order or the claim had changed.
        case withdrawn
        case other = "request"
    }

    public let cause: Cause
    /// How the exchange ended, usually with libcurl's message.
    public let detail: String

    public init(cause: Cause, detail: String) {
        self.cause = cause
        self.detail = detail
    }

    public var description: String { "nothing was sent (\(cause.rawValue)): \(detail)" }
}

/// The facts about a request that got no usable answer. They contain no secret and no personal data of the customer.
public struct Evidence: Sendable, Hashable, CustomStringConvertible {
    /// The number of sent bytes, as libcurl counts them.
    public let bytesSent: Int
    public let phase: HTTPExchange.Phase
    /// The HTTP status, or nil if no status line arrived.
    public let httpStatus: Int?
    /// The first 500 characters of the answer.
    public let answer: String
    /// How the exchange ended.
    public let ending: String
    public let timedOut: Bool

    public var description: String {
        let status = httpStatus.map { "HTTP \($0)" } ?? "no HTTP status"
        let beginning = answer.isEmpty ? "no answer" : "the answer begins «\(answer)»"
        return "\(bytesSent) bytes had left, \(ending) \(phase.words), \(status), \(beginning)"
    }
}
