internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The plan that says which orders are polled, and how often. An order is polled while two conditions hold: its status
/// in the shop is one of `frontpadapi_check_statuses`, and the order is younger than `frontpadapi_check_days`.
struct PollPlan: Sendable {
    /// The share of the allowed requests per minute that polls may use. The rest is for orders and look-ups.
    private static let share = 0.5
    /// The shortest interval between two polls of an order, for orders up to each age, in milliseconds. The original
    /// component polled every minute. The interval grows with the age, because most orders are done within hours.
    private static let intervals: [(age: Int64, interval: Int64)] = [
        (3_600_000, 60_000), (6 * 3_600_000, 5 * 60_000), (24 * 3_600_000, 15 * 60_000), (.max, 60 * 60_000),
    ]

    /// The maximum number of jobs that are inserted in one transaction. The remaining orders get their jobs the next
    /// time.
    private static let mostAtOnce = 1_000

    /// The number of orders to poll.
    let openOrders: Int
    private let requestsPerMinute: Int

    init(openOrders: Int, requestsPerMinute: Int) {
        self.openOrders = openOrders
        self.requestsPerMinute = requestsPerMinute
    }

    static func read(
        _ settings: Settings, queue: JobQueue, on connection: Connection
    ) throws(SQLiteError) -> PollPlan {
        let open = try queue.countUnfinished(in: PollStatusJob.queue, kind: PollStatusJob.kind, on: connection)
        return PollPlan(openOrders: open, requestsPerMinute: settings.requestsPerMinute)
    }

    /// Returns the time until the next poll of an order, in milliseconds. It grows with the age of the order. It also
    /// grows with the number of orders, so that all polls together stay within their share.
    ///
    /// - Parameter random: a random number in 0..<1. It spreads the polls, so that they do not all come at once.
    func interval(age: Int64, random: Double) -> Int64 {
        let byAge = PollPlan.intervals.first { age < $0.age }?.interval ?? 3_600_000
        let perMinute = max(1, Double(requestsPerMinute) * PollPlan.share)
        let byShare = Int64(Double(openOrders) * 60_000 / perMinute)
        return Int64(Double(max(byAge, byShare)) * (1 + 0.1 * random))
    }

    /// Inserts a job for every order that should be polled and has no job.
    ///
    /// - Returns: whether there may be new work.
    static func fill(queue: JobQueue) throws -> Bool {
        try endUnwanted(queue: queue)
        let due = try queue.database.read { connection throws(SQLiteError) -> [OrderReference] in
            let settings = try Settings.read(on: connection)
            guard !settings.checkStatuses.isEmpty, let secret = Secret.find(settings),
                try StatusMethod.withdrawnSince(secret: secret, on: connection) == nil
            else { return [] }
            return try missing(settings, queue: queue, on: connection)
        }
        guard !due.isEmpty else { return false }
        try queue.database.write { connection in
            let settings = try Settings.read(on: connection)
            let plan = PollPlan(
                openOrders: try read(settings, queue: queue, on: connection).openOrders + due.count,
                requestsPerMinute: settings.requestsPerMinute)
            for reference in due {
                let wait = Double(plan.interval(age: 0, random: 0)) * queue.random()
                try queue.insert(
                    PollStatusJob(reference: reference), scheduledAt: queue.clock.now() + Int64(wait), in: connection)
            }
        }
        return true
    }

    /// Cancels the waiting poll jobs if `frontpadapi_check_statuses` is empty. In this case no worker serves their
    /// queue.
    private static func endUnwanted(queue: JobQueue) throws {
        func waiting(on connection: Connection) throws(SQLiteError) -> [Job] {
            guard try Settings.read(on: connection).checkStatuses.isEmpty else { return [] }
            var jobs: [Job] = []
            for state in [JobState.scheduled, .available]
            where try queue.backlog(on: connection).counts[state]?[PollStatusJob.queue] != nil {
                let filter = JobFilter(state: state, kind: PollStatusJob.kind, queue: PollStatusJob.queue)
                jobs += try queue.jobs(filter, limit: mostAtOnce, on: connection)
            }
            return jobs
        }
        guard try !queue.database.read(waiting).isEmpty else { return }
        try queue.database.write { connection in
            for job in try waiting(on: connection) {
                _ = try queue.cancel(job.id, reason: "frontpadapi_check_statuses is empty", in: connection)
            }
        }
    }

    private struct SentOrder: RowDecodable {
        let reference: OrderReference
        let sentAt: Int64

        init(_ row: Row) throws(SQLiteError) {
            reference = try OrderReference(row)
            sentAt = try row.get("sent_at")
        }
    }

    /// Returns the orders that should be polled and have no job yet. Index: crm_orders_sent.
    private static func missing(
        _ settings: Settings, queue: JobQueue, on connection: Connection
    ) throws(SQLiteError) -> [OrderReference] {
        let statuses = settings.checkStatuses.map(String.init).joined(separator: ",")
        let window = Int64(settings.checkDays) * 86_400_000
        var missing: [OrderReference] = []
        try connection.forEach(
            """
            SELECT c.order_id, c.incarnation, c.sent_at FROM crm_orders AS c JOIN orders AS o ON o.id = c.order_id
            WHERE c.crm_state = 'sent' AND c.sent_at > ?1
                AND \(OrderAge.sql) > ?1
                AND CASE WHEN c.shop_status_set_at >= coalesce(c.status_since, 0) THEN c.shop_status_set
                    ELSE o.status END IN (\(statuses))
            """, queue.clock.now() - window, as: SentOrder.self
        ) { order throws(SQLiteError) in
            guard missing.count < mostAtOnce else { return }
            // If the poll job of an order has ended, the order is not polled again. A job ends if it was discarded or
            // if the CRM's status is final.
            guard try queue.unfinished(PollStatusJob(reference: order.reference), on: connection) == nil,
                try !queue.hasEnded(
                    kind: PollStatusJob.kind, about: order.reference.subject, since: order.sentAt, on: connection)
            else { return }
            missing.append(order.reference)
        }
        return missing
    }
}

/// The creation time of an order in SQL. It is the time that the shop gives. If the shop gives none, it is the time of
/// the order's `created` event, or else the time when the order was sent.
enum OrderAge {
    static let sql = """
        CASE WHEN typeof(o.createdon) = 'integer' THEN o.createdon ELSE coalesce(c.created_event_at, c.sent_at) END
        """
}
