internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

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
    private let watches: [(way: Way, watch: OverdueWatch)]

    init(queue: JobQueue) {
        self.queue = queue
        watches = Way.allCases.map { ($0, OverdueWatch(queue: queue, kind: $0.kind, alarm: $0.alarm)) }
    }

    /// - Returns: whether somebody was warned.
    func look() throws -> Bool {
        var isTold = false
        for (way, watch) in watches where try look(way, watch) { isTold = true }
        return isTold
    }

    private func look(_ way: Way, _ watch: OverdueWatch) throws -> Bool {
        let (settings, isPaused) = try queue.database.read { connection in
            (
                try Settings.read(on: connection),
                try queue.controls(on: connection).contains { $0.queue == way.queue && $0.pause != nil }
            )
        }
        // A warning needs both ways: the one that fails and the one that carries the warning. If a person has paused
        // the queue, there is no warning.
        guard settings.alarmMinutes > 0, !settings.managerEmail.isEmpty, settings.shopCommand != nil, !isPaused else {
            return false
        }
        switch try watch.look(limit: Int64(settings.alarmMinutes) * 60_000) {
        case nil: return false
        case .over: return try queue.database.write { try end(way, settings, in: $0) }
        case .overdue(let oldest, let waitedBefore, _):
            return try waitedBefore
                && queue.database.write { try raise(way, since: oldest.insertedAt, settings, in: $0) }
        }
    }

    private func raise(_ way: Way, since: Int64, _ settings: Settings, in connection: Connection) throws -> Bool {
        guard try RaisedAlarm.raise(way.alarm, since: since, isTold: true, now: queue.clock.now(), in: connection)
        else { return false }
        switch way {
        case .mail: return try tellOfMail(since: since, settings, in: connection)
        case .shop: return try tellOfShop(since: since, settings, in: connection)
        }
    }

    private func end(_ way: Way, _ settings: Settings, in connection: Connection) throws -> Bool {
        guard let raised = try RaisedAlarm.end(way.alarm, in: connection), way == .shop else { return false }
        try Settlement(queue: queue, settings: settings).notify(
            subject: AlarmMessages.shopOverSubject, body: AlarmMessages.shopOver, reference: nil,
            topic: "shop_over:\(raised.since)", in: connection)
        return true
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
