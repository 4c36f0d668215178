internal import JobQueue
internal import Shop
internal import Synchronization

/// Keeps the budgets in the database in step with the settings.
final class BudgetKeeper: Sendable {
    private struct Rate: Hashable {
        let perSecond: Int
        let perMinute: Int
    }

    private let queue: JobQueue
    private let present = Mutex<Rate?>(nil)

    init(queue: JobQueue) { self.queue = queue }

    /// - Parameter settings: the current settings.
    func follow(_ settings: Settings) throws {
        let wanted = Rate(perSecond: settings.requestsPerSecond, perMinute: settings.requestsPerMinute)
        guard present.withLock({ $0 }) != wanted else { return }
        try queue.setBudget(
            AccountBudget.requests,
            windows: [
                BudgetWindow(milliseconds: 1_000, allowance: wanted.perSecond),
                // Status polls must leave a fifth of each minute's requests to orders.
                BudgetWindow(
                    milliseconds: 60_000, allowance: wanted.perMinute, reserve: wanted.perMinute / 5),
            ])
        try queue.setBudget(
            AccountBudget.probe,
            windows: [BudgetWindow(milliseconds: AccountBudget.probeInterval, allowance: 1)], margin: 0)
        try queue.setBudget(
            AccountBudget.products,
            windows: [BudgetWindow(milliseconds: AccountBudget.productsInterval, allowance: 1)], margin: 5_000)
        try queue.setBudget(
            AccountBudget.lookups,
            windows: [BudgetWindow(milliseconds: 60_000, allowance: max(1, wanted.perMinute / 2))])
        present.withLock { $0 = wanted }
    }
}
