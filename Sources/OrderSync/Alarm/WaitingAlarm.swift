internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop
internal import Synchronization

/// Tells the manager once when orders wait for too long, whatever the reason, and once when that is over.
final class WaitingAlarm: Sendable {
    private static let name = "orders_waiting"
    private let queue: JobQueue
    /// The job that waited at the last look. An order that leaves at once, because a worker has just started, is no alarm.
    private let seen = Mutex<Int64?>(nil)

    init(queue: JobQueue) { self.queue = queue }

    private struct Raised: RowDecodable {
        let since: Int64
        let isTold: Bool

        init(_ row: Row) throws(SQLiteError) {
            since = try row.get("since")
            isTold = try row.get("is_told")
        }
    }

    /// - Returns: whether an e-mail was queued.
    func look() throws -> Bool {
        let (settings, oldest, raised) = try queue.database.read { connection in
            (
                try Settings.read(on: connection),
                try queue.oldestUnfinished(kind: SendOrderJob.kind, on: connection),
                try self.raised(on: connection)
            )
        }
        let limit = Int64(settings.alarmMinutes) * 60_000
        guard limit > 0, !settings.managerEmail.isEmpty else { return false }
        let isLate = oldest.map { queue.clock.now().saturatingSubtracting($0.insertedAt) >= limit } ?? false
        let waitedBefore = seen.withLock { seen in
            defer { seen = oldest?.id }
            return seen != nil && seen == oldest?.id
        }
        switch (isLate, raised) {
        case (true, nil):
            guard waitedBefore, let oldest else { return false }
            return try queue.database.write { try raise(since: oldest.insertedAt, settings, in: $0) }
        case (false, _?): return try queue.database.write { try end(settings, in: $0) }
        case (true, _?), (false, nil): return false
        }
    }

    private func raised(on connection: Connection) throws(SQLiteError) -> Raised? {
        try connection.first("SELECT since, is_told FROM alarms WHERE name = ?", WaitingAlarm.name)
    }

    private func raise(since: Int64, _ settings: Settings, in connection: Connection) throws -> Bool {
        let cause = try WaitingCause.find(queue: queue, on: connection)
        let isNew = try connection.run(
            "INSERT INTO alarms (name, since, raised_at, is_told) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            WaitingAlarm.name, since, queue.clock.now(), cause.isToldAlready ? 0 : 1)
        guard isNew == 1, !cause.isToldAlready else { return false }
        let waiting = try connection.scalar("SELECT count(*) FROM orders_due", as: Int.self) ?? 0
        try Settlement(queue: queue, settings: settings).notify(
            subject: AlarmMessages.waitingSubject(count: waiting),
            body: AlarmMessages.waiting(
                count: waiting,
                since: OrderCard.moment(LocalTime(milliseconds: since, in: settings.timezone ?? .machine)),
                cause: cause.message, command: cause.command),
            reference: nil, topic: "alarm:\(since)", in: connection)
        return true
    }

    private func end(_ settings: Settings, in connection: Connection) throws -> Bool {
        guard let raised = try raised(on: connection) else { return false }
        try connection.run("DELETE FROM alarms WHERE name = ?", WaitingAlarm.name)
        guard raised.isTold else { return false }
        let sent = try connection.scalar(
            "SELECT count(*) FROM crm_orders WHERE crm_state = 'sent' AND sent_at >= ?", raised.since, as: Int.self)
        let waiting = try connection.scalar("SELECT count(*) FROM orders_due", as: Int.self)
        try Settlement(queue: queue, settings: settings).notify(
            subject: AlarmMessages.overSubject, body: AlarmMessages.over(sent: sent ?? 0, waiting: waiting ?? 0),
            reference: nil,
            topic: "alarm_over:\(raised.since)", in: connection)
        return true
    }
}
