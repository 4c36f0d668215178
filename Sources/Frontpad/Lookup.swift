internal import HTTP
internal import JSON

extension FrontpadClient {
    /// One question of the API and how its answer is read.
    struct Lookup<Value: Sendable>: Sendable {
        let method: String
        var fields: [(name: String, value: String)] = []
        /// Whether the answer may tell of a person: then nothing of it is kept as evidence.
        var isPrivate = false
        /// Bytes of the answer.
        var maxAnswer = FrontpadClient.maxSmallAnswer
        /// nil where a success is not in this method's shape.
        let read: @Sendable (JSON.Object) -> Value?
    }

    /// A list of all products is megabytes.
    static let maxList = FrontpadAnswer.limits.maxBytes
    private static let maxCode = 64

    /// - Parameter beforeFirstByte: as of ``newOrder(_:beforeFirstByte:)``.
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

    /// A code that is in no document may be anything, a repetition of the question too.
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
