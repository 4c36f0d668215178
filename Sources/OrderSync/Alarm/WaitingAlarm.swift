internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Tells the manager once if orders wait for too long, for any reason. Tells the manager once more when the wait is
/// over.
final class WaitingAlarm: Sendable {
    private let queue: JobQueue
    private let watch: OverdueWatch

    init(queue: JobQueue) {
        self.queue = queue
        watch = OverdueWatch(queue: queue, kind: SendOrderJob.kind, alarm: .ordersWaiting)
    }

    /// - Returns: whether an e-mail was queued.
    func look() throws -> Bool {
        let settings = try queue.database.read { try Settings.read(on: $0) }
        guard settings.alarmMinutes > 0, !settings.managerEmail.isEmpty else { return false }
        switch try watch.look(limit: Int64(settings.alarmMinutes) * 60_000) {
        case nil: return false
        case .over: return try queue.database.write { try end(settings, in: $0) }
        case .overdue(let oldest, let waitedBefore, let isFirstLook):
            if isFirstLook { return try queue.database.write { try tellLateStart(oldest, settings, in: $0) } }
            return try waitedBefore
                && queue.database.write { try raise(since: oldest.insertedAt, settings, in: $0) }
        }
    }

    private func raise(since: Int64, _ settings: Settings, in connection: Connection) throws -> Bool {
        let cause = try WaitingCause.find(queue: queue, on: connection)
        guard
            try RaisedAlarm.raise(
                .ordersWaiting, since: since, isTold: !cause.isToldAlready, now: queue.clock.now(), in: connection),
            !cause.isToldAlready
        else { return false }
        let waiting = try waiting(on: connection)
        try Settlement(queue: queue, settings: settings).notify(
            subject: AlarmMessages.waitingSubject(count: waiting),
            body: AlarmMessages.waiting(
                count: waiting, since: OrderCard.moment(since, settings), cause: cause.message, command: cause.command),
            reference: nil, topic: "alarm:\(since)", in: connection)
        return true
    }

    /// Tells the manager that no worker was running for a while. While none ran, nobody could tell the manager, so the
    /// first worker after the pause does. The message matters because the kitchen gets the orders late.
    private func tellLateStart(_ oldest: Job, _ settings: Settings, in connection: Connection) throws -> Bool {
        let others = try queue.workers(on: connection).filter {
            !$0.isDead && $0.startedAt < queue.clock.now() - 60_000
        }
        guard oldest.attempt <= 1, others.isEmpty, try WaitingCause.find(queue: queue, on: connection) == .unknown,
            // No second e-mail follows when this alarm ends.
            try RaisedAlarm.raise(
                .ordersWaiting, since: oldest.insertedAt, isTold: false, now: queue.clock.now(), in: connection)
        else { return false }
        let waiting = try waiting(on: connection)
        try Settlement(queue: queue, settings: settings).notify(
            subject: AlarmMessages.lateStartSubject(count: waiting),
            body: AlarmMessages.lateStart(count: waiting, since: OrderCard.moment(oldest.insertedAt, settings)),
            reference: nil, topic: "late_start:\(oldest.insertedAt)", in: connection)
        return true
    }

    private func end(_ settings: Settings, in connection: Connection) throws -> Bool {
        guard let raised = try RaisedAlarm.end(.ordersWaiting, in: connection), raised.isTold else { return false }
        let sent = try connection.scalar(
            "SELECT count(*) FROM crm_orders WHERE crm_state = 'sent' AND sent_at >= ?", raised.since, as: Int.self)
        try Settlement(queue: queue, settings: settings).notify(
            subject: AlarmMessages.overSubject,
            body: AlarmMessages.over(sent: sent ?? 0, waiting: try waiting(on: connection)),
            reference: nil,
            topic: "alarm_over:\(raised.since)", in: connection)
        return true
    }

    /// Returns the number of orders that have not been sent yet. Orders with a running job count too.
    private func waiting(on connection: Connection) throws(SQLiteError) -> Int {
        try connection.scalar("SELECT count(*) FROM orders_due", as: Int.self) ?? 0
    }
}
