public import HTTP

/// What came of a `new_order`: one of four, each with its own consequence (the design, "What happened to new_order?").
public enum NewOrderOutcome: Sendable, Hashable {
    /// The CRM has the order.
    case accepted(AcceptedOrder)
    /// No byte of the request left: it may be tried again.
    case notSent(NotSent)
    /// The CRM has said no with a code that it documents: the order is not in it.
    case refused(FrontpadErrorCode)
    /// Bytes left, and no answer came that settles it: the order may be in the CRM or not.
    case inDoubt(Evidence)
}

public struct AcceptedOrder: Sendable, Hashable {
    /// The API's id, which webhooks name; nil where the answer had none.
    public let orderID: String?
    /// The number that the program shows.
    public let orderNumber: String?
    public let warnings: [FrontpadWarning]

    public init(orderID: String?, orderNumber: String?, warnings: [FrontpadWarning] = []) {
        self.orderID = orderID
        self.orderNumber = orderNumber
        self.warnings = warnings
    }
}

/// How far a request came of which nothing left.
public struct NotSent: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Cause: String, Sendable {
        /// The name of the CRM's server has no address.
        case nameResolution = "name resolution"
        case connection
        case tls = "TLS"
        /// We did not want to any more: the order or the claim had changed.
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

/// What is known of a request without a usable answer. It holds neither the secret nor the customer's phone.
public struct Evidence: Sendable, Hashable, CustomStringConvertible {
    /// As libcurl counts them.
    public let bytesSent: Int
    public let phase: HTTPExchange.Phase
    /// nil where no status line came.
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
