public import HTTP
internal import JSON

/// Speaks the CRM's API: a POST of a form for each method. Source: API facts, section 1.
public struct FrontpadClient: Sendable {
    private let url: String
    let secret: String
    private let timeoutMilliseconds: Int
    let http: HTTPClient
    /// An answer about one order, client or certificate is a few hundred bytes.
    static let maxSmallAnswer = 256 << 10
    private static let connectMilliseconds = 10_000

    /// - Parameters:
    ///   - url: such as "https://app.frontpad.ru/api/index.php".
    ///   - timeoutMilliseconds: for a whole request.
    public init(url: String, secret: String, timeoutMilliseconds: Int, http: HTTPClient = HTTPClient()) {
        self.url = url
        self.secret = secret
        self.timeoutMilliseconds = timeoutMilliseconds
        self.http = http
    }

    /// Sends an order once. It is never tried again here: `new_order` has no idempotency key.
    ///
    /// - Parameter beforeFirstByte: called once, after connect and TLS and before the first byte of the request leaves;
    ///   false withdraws it.
    public func newOrder(
        _ order: NewOrder, beforeFirstByte: @escaping @Sendable () -> Bool
    ) async -> NewOrderOutcome {
        let exchange = await http.perform(
            request("new_order", fields: order.formFields), beforeFirstByte: beforeFirstByte)
        return outcome(of: exchange, hiding: order.privateValues)
    }

    /// What a harmless question showed.
    public enum Liveness: Sendable, Hashable {
        /// The CRM answers; nil where it has nothing against the account.
        case answers(FrontpadErrorCode?)
        case notReached(NotSent)
        /// It took the question and gave no answer that can be read.
        case silent
    }

    /// Asks the CRM for its stop list, which changes nothing and is small, to learn whether it answers at all.
    public func probe() async -> Liveness {
        let exchange = await http.perform(request("get_stops", fields: []))
        switch FrontpadAnswer(exchange.body) {
        case .success: return .answers(nil)
        case .error(let code, _): return .answers(code)
        case nil: return exchange.bytesSent == 0 ? .notReached(NotSent(exchange)) : .silent
        }
    }

    /// - Parameter maxAnswer: bytes of the answer.
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

    /// An answer that can be read counts, however the connection ended after it.
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
    /// What no log and no message may repeat.
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
        // Longest first: one value may be part of another. A value of a few characters would hide half of the answer.
        // A server that repeats the request repeats them as the form has them.
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

    /// Of an answer that may tell of a person only the size is kept.
    init(withoutAnswerOf exchange: HTTPExchange) {
        self.init(
            bytesSent: exchange.bytesSent, phase: exchange.phase, httpStatus: exchange.status,
            answer: exchange.body.isEmpty ? "" : "… (\(exchange.body.count) bytes, not kept)",
            ending: exchange.ending.words, timedOut: exchange.ending == .timedOut)
    }
}
