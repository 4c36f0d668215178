internal import Frontpad
public import JobQueue
public import SQLite
internal import Shop

/// The state of the CRM account for people: its budget and its breaker.
public struct AccountState: Sendable {
    /// Requests that may be sent now.
    public let freeRequests: Int
    /// In how many milliseconds the next one may leave; nil if that is not known.
    public let nextRequest: Int64?
    /// nil while the CRM accepts orders.
    public let breaker: AccountBreaker?
    /// Why, in English, as all screens.
    public let explanation: String?
    /// What to do about it.
    public let whatToDo: String?
    /// In how many milliseconds the next probe may leave; nil if there is none to wait for.
    public let nextProbe: Int64?

    public static func read(queue: JobQueue, on connection: Connection) throws(SQLiteError) -> AccountState {
        let settings = try Settings.read(on: connection)
        let room = try queue.room(in: AccountBudget.requests, on: connection)
        let secret = Secret.find(settings)
        let breaker = try AccountBreaker.read(on: connection).flatMap { breaker in
            secret.map(breaker.concerns(secret:)) ?? true ? breaker : nil
        }
        let probe = try breaker.map { _ throws(SQLiteError) in
            try queue.room(in: AccountBudget.probe, on: connection).wait
        }
        return AccountState(
            freeRequests: room.free, nextRequest: room.wait, breaker: breaker,
            explanation: breaker?.explanation.en, whatToDo: breaker.flatMap(whatToDo),
            nextProbe: probe ?? nil)
    }

    /// Who reads a screen is the administrator, whom the manager's e-mails say to call.
    private static func whatToDo(about breaker: AccountBreaker) -> String? {
        guard breaker.code == .invalidSecret else { return breaker.whatToDo?.en }
        return "copy the API secret from Frontpad (Settings → General), then \(AlarmMessages.secretCommand)"
    }
}
