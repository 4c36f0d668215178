internal import Frontpad
internal import Intake
internal import JobQueue
public import SQLite
public import Shop
internal import Synchronization

/// Which queues can be served as things stand, and by which budgets. A queue that is left out keeps its jobs, visible.
public struct QueuePlan: Sendable {
    static let crmBudget = "frontpad"

    /// Why jobs of a queue wait for a person, one line each.
    public let parked: [String]
    /// From which it was made.
    public let settings: Settings
    let queues: [QueueSpec]

    /// - Parameter sendmail: the program that sends mail where no SMTP server is set.
    public static func read(on connection: Connection, sendmail: String) throws(SQLiteError) -> QueuePlan {
        let settings = try Settings.read(on: connection)
        let breaker = try AccountBreaker.read(on: connection)
        return QueuePlan(
            settings: settings, secret: Secret.find(settings), breaker: breaker, sendmail: sendmail,
            pause: try SendingPause.read(on: connection), unconfirmed: try Confirmation.count(on: connection))
    }

    init(
        settings: Settings, secret: String?, breaker: AccountBreaker?, sendmail: String, pause: SendingPause? = nil,
        unconfirmed: Int = 0
    ) {
        var queues: [QueueSpec] = []
        var parked: [String] = []
        if let pause {
            parked.append(pause.explanation)
        } else if unconfirmed > 0 {
            parked.append("orders of before the restore wait for a person: \(unconfirmed) (frontpad-queue confirm)")
        }
        if pause == nil, let secret {
            let isOpen = breaker?.concerns(secret: secret) ?? false
            queues.append(
                QueueSpec(
                    SendOrderHandler.crmQueue,
                    budgets: isOpen ? [QueuePlan.crmBudget, AccountBreaker.probeBudget] : [QueuePlan.crmBudget],
                    holdsDrain: !isOpen))
            // A closed shift is no reason: look-ups are answered all the same.
            if !isOpen || breaker?.code == .cashClose {
                queues.append(QueueSpec(CatalogueRequest.queue, budgets: [QueuePlan.crmBudget]))
            }
            // A poll is no probe: that the CRM answers it says nothing about whether it takes orders.
            if !isOpen, !settings.checkStatuses.isEmpty {
                queues.append(QueueSpec(PollStatusHandler.queue, budgets: [QueuePlan.crmBudget], concurrency: 1))
            }
        } else if secret == nil {
            parked.append("orders wait: frontpadapi_secret is not set")
        }
        if settings.sendStatus == .notSet {
            parked.append("nothing is sent: frontpadapi_send_status is not set (set it to \"\" to send at creation)")
        }
        queues.append(QueueSpec(ApplyCRMStatusHandler.queue))
        queues.append(QueueSpec(CheckArticleHandler.queue))
        // One at a time, as for polls and e-mails: a shop or a mail server that hangs must not take every slot of
        // a worker from the orders.
        if settings.shopCommand != nil {
            queues.append(QueueSpec(UpdateShopJob.queue, concurrency: 1))
        } else {
            parked.append("updates of the shop wait: frontpadapi_shop_command is not set")
        }
        if settings.managerEmail.isEmpty {
            parked.append("nobody gets e-mails: frontpadapi_manager_email is not set")
        } else if NotifyManagerHandler.transport(settings, sendmail: sendmail) != nil {
            queues.append(QueueSpec(NotifyManagerJob.queue, concurrency: 1))
        } else {
            parked.append("e-mails wait: frontpadapi_smtp_url is not set and there is no \(sendmail)")
        }
        self.queues = queues
        self.parked = parked
        self.settings = settings
    }
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
            QueuePlan.crmBudget,
            windows: [
                BudgetWindow(milliseconds: 1_000, allowance: wanted.perSecond),
                // A part that polls leave to orders.
                BudgetWindow(
                    milliseconds: 60_000, allowance: wanted.perMinute, reserve: wanted.perMinute / 5),
            ])
        try queue.setBudget(
            AccountBreaker.probeBudget,
            windows: [BudgetWindow(milliseconds: AccountBreaker.probeInterval, allowance: 1)], margin: 0)
        try queue.setBudget(
            CatalogueRequest.productsBudget,
            windows: [BudgetWindow(milliseconds: CatalogueRequest.productsInterval, allowance: 1)], margin: 5_000)
        // Look-ups from outside take at most half, so that orders keep the rest.
        try queue.setBudget(
            LookupTurn.budget,
            windows: [BudgetWindow(milliseconds: 60_000, allowance: max(1, wanted.perMinute / 2))])
        present.withLock { $0 = wanted }
    }
}
