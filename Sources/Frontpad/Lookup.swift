internal import HTTP
internal import JSON

extension FrontpadClient {
    /// A request to a read-only method of the API, with a function that reads its answer.
    struct Lookup<Value: Sendable>: Sendable {
        let method: String
        var fields: [(name: String, value: String)] = []
        /// Whether the answer may contain personal data. Such an answer is never kept as evidence.
        var isPrivate = false
        /// The largest accepted answer, in bytes.
        var maxAnswer = FrontpadClient.maxSmallAnswer
        /// Reads the value from a successful answer. Returns nil if the answer does not have the form that belongs to
        /// this method.
        let read: @Sendable (JSON.Object) -> Value?
    }

    /// The maximum size of a list in bytes. A list of all products can have megabytes.
    static let maxList = FrontpadAnswer.limits.maxBytes
    private static let maxCode = 64

    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    func perform<Value: Sendable>(
        _ lookup: Lookup<Value>, beforeFirstByte: @escaping @Sendable () -> Bool
    ) async -> LookupOutcome<Value> {
        let exchange = await http.perform(
            request(lookup.method, fields: lookup.fields, maxAnswer: lookup.maxAnswer),
            beforeFirstByte: beforeFirstByte)
        switch FrontpadAnswer(exchange.body) {
        case .success(let answer):
            if let value = lookup.read(answer) { return .answered(value) }
        case .error(let code, _): return .refused(bounded(code, lookup))
        case nil:
            if exchange.bytesSent == 0, exchange.ending != .complete { return .notReached(NotSent(exchange)) }
        }
        let isPrivate = lookup.isPrivate
        return .unreadable(
            isPrivate ? Evidence(withoutAnswerOf: exchange) : Evidence(exchange, hiding: hidden(in: lookup)))
    }

    /// Shortens an undocumented code to «…» if it is too long or contains a value of the request. A server can send
    /// anything as a code, even an echo of the request.
    private func bounded<Value>(_ code: FrontpadErrorCode, _ lookup: Lookup<Value>) -> FrontpadErrorCode {
        guard case .unknown(let text) = code else { return code }
        guard text.utf8.count <= Self.maxCode, !hidden(in: lookup).contains(where: { text.contains($0) }) else {
            return .unknown("…")
        }
        return code
    }

    private func hidden<Value>(in lookup: Lookup<Value>) -> [String] {
        (lookup.fields.map(\.value) + [secret]).filter { !$0.isEmpty }
    }
}
