internal import HTTP
internal import JSON

extension FrontpadClient {
    /// A read-only method of the API and how to read its answer.
    struct Lookup<Value: Sendable>: Sendable {
        let method: String
        var fields: [(name: String, value: String)] = []
        /// Whether the answer may contain personal data. Such an answer is never kept as evidence.
        var isPrivate = false
        /// The largest accepted answer, in bytes.
        var maxAnswer = FrontpadClient.maxSmallAnswer
        /// Returns nil if a success does not have this method's shape.
        let read: @Sendable (JSON.Object) -> Value?
    }

    /// In bytes. A list of all products takes megabytes.
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

    /// An undocumented code may be anything, even an echo of the question.
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
