internal import Frontpad
internal import Intake
internal import JobQueue
public import SQLite
public import Shop

/// The plan that says which queues a worker serves at the moment, and with which budgets. The jobs of a parked queue
/// wait until the queue is served again.
///
/// The handlers of the worker define which queues exist. If the plan does not mention a queue, the queue is served
/// without budgets and limits.
public struct QueuePlan: Sendable {
    /// The reasons why jobs wait for a person.
    public let reasons: [ParkedReason]
    /// The reasons in English, one line for each.
    public var parked: [String] { reasons.map(\.text.en) }
    /// The settings from which the plan was made.
    public let settings: Settings
    let service: ServicePlan

    /// - Parameter sendmail: the program that sends mail if no SMTP server is set.
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
        self.settings = settings
        var service = ServicePlan()
        var reasons: [ParkedReason] = []
        if let pause {
            reasons.append(.copy(pause))
        } else if unconfirmed > 0 {
            reasons.append(.unconfirmed(unconfirmed))
        }
        if secret == nil { reasons.append(.noSecret) }
        QueuePlan.planRequests(settings, secret: pause == nil ? secret : nil, breaker, into: &service)
        if settings.sendStatus == .notSet {
            reasons.append(.noSendStatus)
        }
        // These queues run one job at a time. Otherwise a shop or a mail server that hangs could block all slots of a
        // worker.
        if settings.shopCommand != nil {
            service.serve(QueueSpec(QueueName.shop, concurrency: 1))
        } else {
            service.park(QueueName.shop)
            reasons.append(.noShopCommand)
        }
        service.serve(QueueSpec(QueueName.resync, concurrency: 1))
        if !settings.managerEmail.isEmpty, NotifyManagerHandler.transport(settings, sendmail: sendmail) != nil {
            service.serve(QueueSpec(QueueName.mail, concurrency: 1))
        } else {
            service.park(QueueName.mail)
            reasons.append(settings.managerEmail.isEmpty ? .noManagerEmail : .noMailServer(sendmail: sendmail))
        }
        self.service = service
        self.reasons = reasons
    }

    /// Plans the queues with jobs that send requests to the CRM.
    ///
    /// - Parameter secret: nil if no request may be sent.
    private static func planRequests(
        _ settings: Settings, secret: String?, _ breaker: AccountBreaker?, into service: inout ServicePlan
    ) {
        for queue in [QueueName.crm, QueueName.lookups, QueueName.polls] { service.park(queue) }
        guard let secret else { return }
        let isOpen = breaker?.concerns(secret: secret) ?? false
        service.serve(
            QueueSpec(
                QueueName.crm,
                budgets: isOpen ? [AccountBudget.requests, AccountBudget.probe] : [AccountBudget.requests],
                holdsDrain: !isOpen))
        // The CRM answers look-ups even while its shift is closed.
        if !isOpen || breaker?.code == .cashClose {
            service.serve(QueueSpec(QueueName.lookups, budgets: [AccountBudget.requests]))
        }
        // While the breaker is open, polls wait, because the answer to a poll does not show whether the CRM accepts
        // orders.
        if !isOpen, !settings.checkStatuses.isEmpty {
            service.serve(QueueSpec(QueueName.polls, budgets: [AccountBudget.requests], concurrency: 1))
        }
    }
}
