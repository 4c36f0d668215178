internal import Frontpad
internal import JobQueue
internal import SQLite
internal import Synchronization

/// The turn of a look-up from outside of any job: it shares the account's budget with the orders and lets them go first.
struct LookupTurn: Sendable {
    /// Why it does not ask now.
    enum Refusal: Error, Sendable, Hashable {
        /// The budget is free again in so many milliseconds, later than we may wait.
        case busy(milliseconds: Int64)
        /// See ``LookupRateLimit``.
        case tooOften(milliseconds: Int64)
    }

    let queue: JobQueue
    /// Of ``LookupRateLimit``; nil where the question is about nobody.
    let key: String?
    /// Besides the account's and the look-ups'.
    let extraBudget: String?
    /// How long to wait at most, in milliseconds.
    let patience: Int64
    /// Called once, before the first wait, with its length in milliseconds.
    let onWait: @Sendable (Int64) -> Void

    private var budgets: [String] {
        [AccountBudget.requests, AccountBudget.lookups] + (extraBudget.map { [$0] } ?? [])
    }

    /// Asks as soon as the budget has room. It is charged right before the first byte leaves, where another process may
    /// have been faster: then it waits again.
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

    /// What another process has left us no room for in the meantime.
    private final class Denial: Sendable {
        let wait = Mutex<Int64?>(nil)
    }

    /// - Returns: after how many milliseconds to look again; nil where there is room.
    private func wait(on connection: Connection) throws(SQLiteError) -> Int64? {
        // One place is left for an order that waits.
        let spared = try hasWaitingOrder(on: connection) ? [AccountBudget.requests: 1] : [:]
        return try queue.wait(for: budgets, sparing: spared, on: connection)
    }

    private func hasWaitingOrder(on connection: Connection) throws(SQLiteError) -> Bool {
        // While Frontpad takes no orders, none of them needs the place.
        guard try AccountBreaker.read(on: connection) == nil else { return false }
        return try queue.hasAvailable(in: QueueName.crm, on: connection)
    }
}
