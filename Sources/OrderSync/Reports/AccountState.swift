internal import Frontpad
public import JobQueue
public import SQLite
public import Shop

/// The state of the CRM account for people. It shows the budget and the breaker.
public struct AccountState: Sendable {
    /// The number of requests that may be sent now.
    public let freeRequests: Int
    /// The time until the next request may leave, in milliseconds, or nil if it is not known.
    public let nextRequest: Int64?
    /// The open breaker, or nil while the CRM accepts orders.
    public let breaker: AccountBreaker?
    /// The reason why orders wait.
    public let explanation: Bilingual?
    /// What to do about the reason, or nil if waiting is enough.
    public let whatToDo: Bilingual?
    /// The time until the next probe may leave, in milliseconds, or nil if no wait is needed.
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
            explanation: breaker?.explanation.plain, whatToDo: breaker.flatMap(whatToDo),
            nextProbe: probe ?? nil)
    }

    /// Returns what the administrator should do. A wrong secret needs another text than in the e-mails, because the
    /// e-mails tell the manager to call the administrator.
    private static func whatToDo(about breaker: AccountBreaker) -> Bilingual? {
        (breaker.code == .invalidSecret ? AccountMessages.copySecret : breaker.whatToDo)?.plain
    }
}
