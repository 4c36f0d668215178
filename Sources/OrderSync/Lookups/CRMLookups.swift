public import Frontpad
internal import Intake
public import JobQueue
internal import SQLite
internal import Shop

/// Look-ups in the CRM for a person or a page that waits for the answer. Look-ups and orders share the account's
/// limits, and orders go first.
public struct CRMLookups: Sendable {
    /// The maximum duration of a request, in milliseconds. A page waits for the answer, so a later answer is useless.
    private static let longestRequest = 10_000

    let queue: JobQueue
    private let patience: Int64
    private let onWait: @Sendable (Int64) -> Void

    /// - Parameters:
    ///   - patience: the longest time that a look-up waits for room in the limits, in milliseconds.
    ///   - onWait: called before a wait. The argument is the length of the wait in milliseconds.
    public init(queue: JobQueue, patience: Int64, onWait: @escaping @Sendable (Int64) -> Void = { _ in }) {
        self.queue = queue
        self.patience = patience
        self.onWait = onWait
    }

    /// - Parameter phone: the phone number in any form. The request contains it in the account's format.
    public func client(phone: String) async throws -> LookupResult<ClientCard> {
        try await ask(key: "phone:" + phone.filter(\.isNumber), notFound: .invalidClientPhone) {
            client, settings, beforeFirstByte in
            await client.client(phone: settings.phoneFormat.format(phone), beforeFirstByte: beforeFirstByte)
        }
    }

    public func certificate(number: String) async throws -> LookupResult<Certificate> {
        try await ask(key: "certificate:" + number.lowercased(), notFound: .invalidCertificate) {
            client, _, beforeFirstByte in
            await client.certificate(number: number, beforeFirstByte: beforeFirstByte)
        }
    }

    typealias Question<Value: Sendable> =
        @Sendable (FrontpadClient, Settings, @escaping @Sendable () -> Bool) async -> LookupOutcome<Value>

    /// - Parameters:
    ///   - key: the key for ``LookupRateLimit``, or nil if the look-up is not about a person.
    ///   - notFound: the code with which the CRM answers "not found".
    ///   - budget: a budget that is charged in addition to the others.
    func ask<Value: Sendable>(
        key: String?, notFound: FrontpadErrorCode?, budget: String? = nil, _ question: @escaping Question<Value>
    ) async throws -> LookupResult<Value> {
        let settings = try queue.database.read { try Settings.read(on: $0) }
        guard let secret = Secret.find(settings) else { return .notConfigured }
        try BudgetKeeper(queue: queue).follow(settings)
        let client = FrontpadClient(
            url: settings.apiURL, secret: secret,
            timeoutMilliseconds: min(settings.timeoutMilliseconds, CRMLookups.longestRequest))
        let turn = LookupTurn(
            queue: queue, key: key, extraBudget: budget, patience: patience, onWait: onWait)
        let outcome: LookupOutcome<Value>
        do {
            outcome = try await turn.ask { await question(client, settings, $0) }
        } catch LookupTurn.Refusal.busy(let milliseconds) {
            return .busy(milliseconds: milliseconds)
        } catch LookupTurn.Refusal.tooOften(let milliseconds) {
            return .tooOften(milliseconds: milliseconds)
        }
        switch outcome {
        case .answered(let value): return .found(value)
        case .refused(let code) where code == notFound: return .notFound
        case .refused(let code): return .refused(code)
        case .notReached(let notSent) where notSent.cause == .withdrawn: return .busy(milliseconds: 1_000)
        case .notReached(let notSent): return .unavailable(notSent.reason[settings.language])
        case .unreadable(let evidence): return .unavailable(Doubt(evidence).lookupReason[settings.language])
        }
    }
}
