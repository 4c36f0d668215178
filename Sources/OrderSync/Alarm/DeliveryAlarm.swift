internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop
internal import Synchronization

/// Warns once if e-mails to the manager or updates of the shop have not been delivered for too long. The warning goes
/// the other way: an e-mail warns about the shop, and comments on orders warn about the e-mails.
final class DeliveryAlarm: Sendable {
    private enum Way: CaseIterable, Sendable {
        case mail, shop

        var kind: String {
            switch self {
            case .mail: NotifyManagerJob.kind
            case .shop: UpdateShopJob.kind
            }
        }
        var queue: String {
            switch self {
            case .mail: NotifyManagerJob.queue
            case .shop: UpdateShopJob.queue
            }
        }
        var alarm: RaisedAlarm.Name {
            switch self {
            case .mail: .mailNotDelivered
            case .shop: .shopNotUpdated
            }
        }
    }

    /// The maximum number of orders that get the comment.
    private static let commented = 5
    private let queue: JobQueue
    /// The oldest waiting jobs at the last check. An alarm needs the same job at two checks. This avoids an alarm for
    /// jobs that a worker will deliver at once because it has just started.
    private let seen = Mutex<[Way: Int64]>([:])

    init(queue: JobQueue) { self.queue = queue }

    /// - Returns: whether somebody was warned.
    func look() throws -> Bool {
        var isTold = false
        for way in Way.allCases where try look(way) { isTold = true }
        return isTold
    }

    private func look(_ way: Way) throws -> Bool {
        let (settings, oldest, isPaused, isRaised) = try queue.database.read { connection in
            (
                try Settings.read(on: connection), try queue.oldestUnfinished(kind: way.kind, on: connection),
                try queue.controls(on: connection).contains { $0.queue == way.queue && $0.pause != nil },
                try RaisedAlarm.read(way.alarm, on: connection) != nil
            )
        }
        let limit = Int64(settings.alarmMinutes) * 60_000
        // A warning needs both ways: the one that fails and the one that carries the warning. If a person has paused
        // the queue, there is no warning.
        guard limit > 0, !settings.managerEmail.isEmpty, settings.shopCommand != nil, !isPaused else { return false }
        let isLate = oldest.map { queue.clock.now().saturatingSubtracting($0.insertedAt) >= limit } ?? false
        let waitedBefore = seen.withLock { seen in
            defer { seen[way] = oldest?.id }
            return seen[way] != nil && seen[way] == oldest?.id
        }
        switch (isLate, isRaised) {
        case (true, false):
            guard waitedBefore, let oldest else { return false }
            return try queue.database.write { connection in
                guard
                    try RaisedAlarm.raise(
                        way.alarm, since: oldest.insertedAt, isTold: true, now: queue.clock.now(), in: connection)
                else { return false }
                switch way {
                case .mail: return try tellOfMail(since: oldest.insertedAt, settings, in: connection)
                case .shop: return try tellOfShop(since: oldest.insertedAt, settings, in: connection)
                }
            }
        case (false, true):
            return try queue.database.write { connection in
                guard let raised = try RaisedAlarm.end(way.alarm, in: connection), way == .shop else { return false }
                try Settlement(queue: queue, settings: settings).notify(
                    subject: AlarmMessages.shopOverSubject, body: AlarmMessages.shopOver, reference: nil,
                    topic: "shop_over:\(raised.since)", in: connection)
                return true
            }
        case (true, true), (false, false): return false
        }
    }

    /// Puts a comment on the orders that the waiting e-mails are about. If the e-mails are about no order, the newest
    /// order gets the comment, because a manager is likely to look there.
    private func tellOfMail(since: Int64, _ settings: Settings, in connection: Connection) throws -> Bool {
        var jobs: [Job] = []
        for state in [JobState.available, .scheduled, .running] {
            jobs += try queue.jobs(JobFilter(state: state, kind: NotifyManagerJob.kind), limit: 100, on: connection)
        }
        var orders: [OrderReference] = []
        for job in jobs {
            guard let reference = NotifyManagerJob(args: job.args)?.reference, !orders.contains(reference),
                try CRMOrder.read(reference, on: connection)?.isArchived == false
            else { continue }
            orders.append(reference)
        }
        if orders.isEmpty {
            orders = try connection.all("SELECT order_id, incarnation FROM crm_orders ORDER BY order_id DESC LIMIT 1")
        }
        let settlement = Settlement(queue: queue, settings: settings)
        for order in orders.prefix(Self.commented) {
            try settlement.comment(
                AlarmMessages.mailNotDelivered(count: jobs.count, since: OrderCard.moment(since, settings)), on: order,
                in: connection)
        }
        return !orders.isEmpty
    }

    private func tellOfShop(since: Int64, _ settings: Settings, in connection: Connection) throws -> Bool {
        let error = try queue.retrying(on: connection)[UpdateShopJob.kind]?.error
        try Settlement(queue: queue, settings: settings).notify(
            subject: AlarmMessages.shopNotUpdatedSubject,
            body: AlarmMessages.shopNotUpdated(since: OrderCard.moment(since, settings), error: error), reference: nil,
            topic: "shop_alarm:\(since)", in: connection)
        return true
    }
}
