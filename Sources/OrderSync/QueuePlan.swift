internal import Frontpad
internal import Intake
internal import JobQueue
public import SQLite
public import Shop

/// Which queues can be served as things stand, and by which budgets. A queue that is left out keeps its jobs, visible.
public struct QueuePlan: Sendable {
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
                    QueueName.crm,
                    budgets: isOpen ? [AccountBudget.requests, AccountBudget.probe] : [AccountBudget.requests],
                    holdsDrain: !isOpen))
            // A closed shift is no reason: look-ups are answered all the same.
            if !isOpen || breaker?.code == .cashClose {
                queues.append(QueueSpec(CatalogueRequest.queue, budgets: [AccountBudget.requests]))
            }
            // A poll is no probe: that the CRM answers it says nothing about whether it takes orders.
            if !isOpen, !settings.checkStatuses.isEmpty {
                queues.append(QueueSpec(PollStatusHandler.queue, budgets: [AccountBudget.requests], concurrency: 1))
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
