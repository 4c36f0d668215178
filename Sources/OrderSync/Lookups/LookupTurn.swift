internal import Frontpad
internal import JobQueue
internal import SQLite
internal import Synchronization

/// Waits for room in the account's budget and sends one look-up outside of any job. Orders go first.
struct LookupTurn: Sendable {
    /// Why the look-up was not sent.
    enum Refusal: Error, Sendable, Hashable {
        /// There is room only in this many milliseconds, which is too late.
        case busy(milliseconds: Int64)
        /// See ``LookupRateLimit``.
        case tooOften(milliseconds: Int64)
    }

    let queue: JobQueue
    /// The key for ``LookupRateLimit``; nil if the question is not about a person.
    let key: String?
    /// A budget besides the account's and the look-ups'.
    let extraBudget: String?
    /// The longest wait, in milliseconds.
    let patience: Int64
    /// Called once, before the first wait, with its length in milliseconds.
    let onWait: @Sendable (Int64) -> Void

    private var budgets: [String] {
        [AccountBudget.requests, AccountBudget.lookups] + (extraBudget.map { [$0] } ?? [])
    }

    /// Sends the look-up as soon as the budget has room. The budget is charged right before the first byte is sent; if
    /// another process was faster, the look-up waits again.
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

    /// Another process took the room meanwhile.
    private final class Denial: Sendable {
        let wait = Mutex<Int64?>(nil)
    }

    /// - Returns: the time until the next look, in milliseconds; nil if there is room.
    private func wait(on connection: Connection) throws(SQLiteError) -> Int64? {
        // Leave one use to a waiting order.
        let spared = try hasWaitingOrder(on: connection) ? [AccountBudget.requests: 1] : [:]
        return try queue.wait(for: budgets, sparing: spared, on: connection)
    }

    private func hasWaitingOrder(on connection: Connection) throws(SQLiteError) -> Bool {
        // While Frontpad is rejecting orders, none of them needs it.
        guard try AccountBreaker.read(on: connection) == nil else { return false }
        return try queue.hasAvailable(in: QueueName.crm, on: connection)
    }
}
