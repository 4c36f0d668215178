internal import Frontpad
internal import JobQueue
internal import SQLite
internal import Synchronization

/// Waits for room in the account's budget and then sends one look-up. The look-up is not part of a job. Orders go
/// first.
struct LookupTurn: Sendable {
    /// The reason why the look-up was not sent.
    enum Refusal: Error, Sendable, Hashable {
        /// There will be room only after this number of milliseconds, which is too late.
        case busy(milliseconds: Int64)
        /// See ``LookupRateLimit``.
        case tooOften(milliseconds: Int64)
    }

    let queue: JobQueue
    /// The key for ``LookupRateLimit``, or nil if the look-up is not about a person.
    let key: String?
    /// A budget that is charged in addition to the budgets of the account and of the look-ups.
    let extraBudget: String?
    /// The longest wait, in milliseconds.
    let patience: Int64
    /// Called once, before the first wait. The argument is the length of the wait in milliseconds.
    let onWait: @Sendable (Int64) -> Void

    private var budgets: [String] {
        [AccountBudget.requests, AccountBudget.lookups] + (extraBudget.map { [$0] } ?? [])
    }

    /// Sends the look-up as soon as the budget has room. The budget is charged right before the first byte is sent. If
    /// another process has taken the room in the meantime, the look-up waits again.
    func ask<Value: Sendable>(
        _ question: (_ beforeFirstByte: @escaping @Sendable () -> Bool) async -> LookupOutcome<Value>
    ) async throws -> LookupOutcome<Value> {
        let end = queue.clock.steady() + patience
        var hasWaited = false
        if let key,
            let wait = try queue.database.read({ try LookupRateLimit.wait(key, now: queue.clock.now(), on: $0) })
        {
            throw Refusal.tooOften(milliseconds: wait)
        }
        let denial = Denial()
        while true {
            let missing = try await queue.waitForRoom(
                until: end,
                onWait: { milliseconds in
                    if !hasWaited { onWait(milliseconds) }
                    hasWaited = true
                }, wait)
            if let missing { throw Refusal.busy(milliseconds: missing) }
            let outcome = await question { [self] in
                (try? queue.database.write { connection in
                    guard try wait(on: connection) == nil else { return false }
                    if let key, let wait = try LookupRateLimit.admit(key, now: queue.clock.now(), in: connection) {
                        denial.wait.withLock { $0 = wait }
                        return false
                    }
                    for budget in budgets { try queue.use(budget, in: connection) }
                    return true
                }) ?? false
            }
            if let wait = denial.wait.withLock({ $0 }) { throw Refusal.tooOften(milliseconds: wait) }
            if case .notReached(let notSent) = outcome, notSent.cause == .withdrawn,
                queue.clock.steady() < end
            {
                continue
            }
            return outcome
        }
    }

    /// Carries the wait out of the closure if ``LookupRateLimit`` refuses the look-up at the last moment.
    private final class Denial: Sendable {
        let wait = Mutex<Int64?>(nil)
    }

    /// - Returns: the time until the next check, in milliseconds, or nil if there is room.
    private func wait(on connection: Connection) throws(SQLiteError) -> Int64? {
        // If an order waits, one use is left to it.
        let spared = try hasWaitingOrder(on: connection) ? [AccountBudget.requests: 1] : [:]
        return try queue.wait(for: budgets, sparing: spared, on: connection)
    }

    private func hasWaitingOrder(on connection: Connection) throws(SQLiteError) -> Bool {
        // While Frontpad refuses the account, no order needs the room.
        guard try AccountBreaker.read(on: connection) == nil else { return false }
        return try queue.hasAvailable(in: QueueName.crm, on: connection)
    }
}
