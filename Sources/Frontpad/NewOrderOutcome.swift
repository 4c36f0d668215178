public import HTTP

/// The outcome of `new_order`: one of four, each with its own consequence.
public enum NewOrderOutcome: Sendable, Hashable {
    /// The CRM has the order.
    case accepted(AcceptedOrder)
    /// No byte of the request was sent: it may be repeated.
    case notSent(NotSent)
    /// The CRM refused with a documented code: it does not have the order.
    case refused(FrontpadErrorCode)
    /// Bytes were sent, and no answer settles what happened: the CRM may have the order or not.
    case inDoubt(Evidence)
}

public struct AcceptedOrder: Sendable, Hashable {
    /// The API's id, which webhooks use; nil if the answer had none.
    public let orderID: String?
    /// The number that the Frontpad program shows.
    public let orderNumber: String?
    public let warnings: [FrontpadWarning]

    public init(orderID: String?, orderNumber: String?, warnings: [FrontpadWarning] = []) {
        self.orderID = orderID
        self.orderNumber = orderNumber
        self.warnings = warnings
    }
}

/// Why nothing of a request was sent.
public struct NotSent: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Cause: String, Sendable {
        /// The name of the CRM's server has no address.
        case nameResolution = "name resolution"
        case connection
        case tls = "TLS"
        /// We withdrew it: the order or the claim had changed.
        case withdrawn
        case other = "request"
    }

    public let cause: Cause
    /// In libcurl's words.
    public let detail: String

    public init(cause: Cause, detail: String) {
        self.cause = cause
        self.detail = detail
    }

    public var description: String { "nothing was sent (\(cause.rawValue)): \(detail)" }
}

/// What is known about a request without a usable answer. It contains neither the secret nor personal data of the
/// customer.
public struct Evidence: Sendable, Hashable, CustomStringConvertible {
    /// As libcurl counts them.
    public let bytesSent: Int
    public let phase: HTTPExchange.Phase
    /// nil if no status line arrived.
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
