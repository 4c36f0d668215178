internal import JobQueue
internal import Shop
internal import Synchronization

/// The budgets of the CRM account, shared by all processes.
enum AccountBudget {
    /// Every request to the CRM.
    static let requests = "frontpad"
    /// Lets one probe through at a time while the breaker is open.
    static let probe = "frontpad_probe"
    /// How long after a refusal the next probe may go, in milliseconds. Shorter: orders leave sooner when the shift
    /// opens; longer: fewer useless requests. The CRM allows 30 requests a minute.
    static let probeInterval: Int64 = 60_000
    /// One `get_products` an hour, whoever asks (API facts, section 4).
    static let products = "frontpad_products"
    /// In milliseconds.
    static let productsInterval: Int64 = 3_600_000
    /// Look-ups for a person or a page: half of what the account allows, so that orders keep the rest.
    static let lookups = "frontpad_lookups"
}

/// Keeps the budgets in the database as the settings say.
final class BudgetKeeper: Sendable {
    private struct Rate: Hashable {
        let perSecond: Int
        let perMinute: Int
    }

    private let queue: JobQueue
    private let present = Mutex<Rate?>(nil)

    init(queue: JobQueue) { self.queue = queue }

    /// - Parameter settings: as they are stored now.
    func follow(_ settings: Settings) throws {
        let wanted = Rate(perSecond: settings.requestsPerSecond, perMinute: settings.requestsPerMinute)
        guard present.withLock({ $0 }) != wanted else { return }
        try queue.setBudget(
            AccountBudget.requests,
            windows: [
                BudgetWindow(milliseconds: 1_000, allowance: wanted.perSecond),
                // Polls leave a part of each minute to orders.
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
