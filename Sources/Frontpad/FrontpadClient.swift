public import HTTP
internal import JSON

/// A client for the CRM's API. Each API method is a POST request with a form. Source: API facts, section 1.
public struct FrontpadClient: Sendable {
    private let url: String
    let secret: String
    private let timeoutMilliseconds: Int
    let http: HTTPClient
    /// The maximum size of a small answer in bytes. A real answer about one order, client or certificate has a few
    /// hundred bytes.
    static let maxSmallAnswer = 256 << 10
    private static let connectMilliseconds = 10_000

    /// - Parameters:
    ///   - url: the URL of the API, such as "https://app.frontpad.ru/api/index.php".
    ///   - timeoutMilliseconds: the maximum duration of a whole request.
    public init(url: String, secret: String, timeoutMilliseconds: Int, http: HTTPClient = HTTPClient()) {
        self.url = url
        self.secret = secret
        self.timeoutMilliseconds = timeoutMilliseconds
        self.http = http
    }

    /// Sends an order once. The request is never repeated, because `new_order` has no idempotency key.
    ///
    /// - Parameter beforeFirstByte: called once, after the connection and TLS are established and before the first
    ///   byte of the request is sent. If it returns false, nothing is sent.
    public func newOrder(
        _ order: NewOrder, beforeFirstByte: @escaping @Sendable () -> Bool
    ) async -> NewOrderOutcome {
        let exchange = await http.perform(
            request("new_order", fields: order.formFields), beforeFirstByte: beforeFirstByte)
        return outcome(of: exchange, hiding: order.privateValues)
    }

    /// The result of ``probe()``.
    public enum Liveness: Sendable, Hashable {
        /// The CRM answers. The code is nil if the CRM accepts the account.
        case answers(FrontpadErrorCode?)
        case notReached(NotSent)
        /// The CRM received the request but gave no readable answer.
        case silent
    }

    /// Checks whether the CRM answers. The request asks for the stop list, because this answer is small and the
    /// request changes nothing.
    public func probe() async -> Liveness {
        let exchange = await http.perform(request("get_stops", fields: []))
        switch FrontpadAnswer(exchange.body) {
        case .success: return .answers(nil)
        case .error(let code, _): return .answers(code)
        case nil: return exchange.bytesSent == 0 ? .notReached(NotSent(exchange)) : .silent
        }
    }

    /// - Parameter maxAnswer: the largest accepted answer, in bytes.
    func request(
        _ method: String, fields: [(name: String, value: String)], maxAnswer: Int = FrontpadClient.maxSmallAnswer
    ) -> HTTPRequest {
        HTTPRequest(
            url: "\(url)?\(method)", method: .post,
            headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
            body: FormEncoding.encode([("secret", secret)] + fields),
            limits: HTTPLimits(
                connectMilliseconds: min(FrontpadClient.connectMilliseconds, timeoutMilliseconds),
                totalMilliseconds: timeoutMilliseconds, maxBody: maxAnswer))
    }

    /// Decides the outcome of an exchange. If the answer is readable, it counts, no matter how the connection ended
    /// after it.
    private func outcome(of exchange: HTTPExchange, hiding values: [String]) -> NewOrderOutcome {
        switch FrontpadAnswer(exchange.body) {
        case .success(let answer): return .accepted(AcceptedOrder(answer))
        case .error(let code, _) where code.refusesNewOrder: return .refused(code)
        case .error: break
        case nil:
            if let answer = FrontpadAnswer.damagedAcceptance(exchange.body) { return .accepted(AcceptedOrder(answer)) }
            if exchange.bytesSent == 0, exchange.ending != .complete { return .notSent(NotSent(exchange)) }
        }
        return .inDoubt(Evidence(exchange, hiding: values + [secret]))
    }
}

extension AcceptedOrder {
    init(_ answer: JSON.Object) {
        self.init(
            orderID: FrontpadAnswer.text(answer["order_id"]), orderNumber: FrontpadAnswer.text(answer["order_number"]),
            warnings: FrontpadWarning.list(in: answer))
    }
}

extension NewOrder {
    /// The values that must not appear in any log or message.
    fileprivate var privateValues: [String] {
        [Field.phone, .certificate, .card, .mail].compactMap { fields[$0] }
    }
}

extension NotSent {
    init(_ exchange: HTTPExchange) {
        let cause: Cause
        switch exchange.phase {
        case .resolving: cause = .nameResolution
        case .connecting: cause = .connection
        case .tls: cause = .tls
        case .sending, .waiting, .receiving, .done: cause = exchange.ending == .notAllowed ? .withdrawn : .other
        }
        self.init(cause: exchange.ending == .notAllowed ? .withdrawn : cause, detail: exchange.ending.words)
    }
}

extension Evidence {
    private static let maxAnswer = 500

    init(_ exchange: HTTPExchange, hiding values: [String]) {
        var text = String(decoding: exchange.body.prefix(16 << 10), as: UTF8.self)
        // Longer values are replaced first, because one value may be part of another. Values of less than four
        // characters are not replaced, because that would hide half of the answer. The percent-encoded values are
        // replaced too, because a server may echo the request.
        let encoded = values.map { String(decoding: FormEncoding.encode([("", $0)]).dropFirst(), as: UTF8.self) }
        for value in (values + encoded).sorted(by: { $0.count > $1.count }) where value.count >= 4 {
            text = text.replacing(value, with: "•••")
        }
        let isTimeout = exchange.ending == .timedOut
        self.init(
            bytesSent: exchange.bytesSent, phase: exchange.phase, httpStatus: exchange.status,
            answer: String(String.UnicodeScalarView(text.unicodeScalars.prefix(Evidence.maxAnswer))),
            ending: exchange.ending.words, timedOut: isTimeout)
    }

    /// Keeps only the size of the answer, because the answer may contain personal data.
    init(withoutAnswerOf exchange: HTTPExchange) {
        self.init(
            bytesSent: exchange.bytesSent, phase: exchange.phase, httpStatus: exchange.status,
            answer: exchange.body.isEmpty ? "" : "… (\(exchange.body.count) bytes, not kept)",
            ending: exchange.ending.words, timedOut: exchange.ending == .timedOut)
    }
}
