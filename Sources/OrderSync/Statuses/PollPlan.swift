internal import JobQueue
internal import SQLite
internal import Shop

/// Which orders are asked after, and how often: while the shop's status is one of `frontpadapi_check_statuses` and the
/// order is younger than `frontpadapi_check_days`.
struct PollPlan: Sendable {
    /// The part of the CRM's requests a minute that polls may use: the rest is for orders and look-ups.
    private static let share = 0.5
    /// An order of this age, in milliseconds, is asked after no more often than this. The original component asked each
    /// minute; most orders are done within hours.
    private static let intervals: [(age: Int64, interval: Int64)] = [
        (3_600_000, 60_000), (6 * 3_600_000, 5 * 60_000), (24 * 3_600_000, 15 * 60_000), (.max, 60 * 60_000),
    ]

    /// How many orders are asked after at the moment.
    let openOrders: Int
    private let requestsPerMinute: Int

    init(openOrders: Int, requestsPerMinute: Int) {
        self.openOrders = openOrders
        self.requestsPerMinute = requestsPerMinute
    }

    static func read(_ settings: Settings, on connection: Connection) throws(SQLiteError) -> PollPlan {
        let open = try connection.scalar(
            """
            SELECT count(*) FROM jobs
            WHERE kind = 'poll_status' AND queue = 'polls' AND state IN ('scheduled', 'available', 'running')
            """, as: Int.self)
        return PollPlan(openOrders: open ?? 0, requestsPerMinute: settings.requestsPerMinute)
    }

    /// How long until the next look at an order, in milliseconds: slower as it ages, and never so often that all of them
    /// together go beyond their share.
    ///
    /// - Parameter random: in 0..<1; spreads the looks, so that they do not come in a crowd.
    func interval(age: Int64, random: Double) -> Int64 {
        let byAge = PollPlan.intervals.first { age < $0.age }?.interval ?? 3_600_000
        let perMinute = max(1, Double(requestsPerMinute) * PollPlan.share)
        let byShare = Int64(Double(openOrders) * 60_000 / perMinute)
        return Int64(Double(max(byAge, byShare)) * (1 + 0.1 * random))
    }

    /// Gives every order that is to be asked after its job.
    ///
    /// - Returns: whether there may be new work.
    static func fill(queue: JobQueue) throws -> Bool {
        let due = try queue.database.read { connection throws(SQLiteError) -> [OrderReference] in
            let settings = try Settings.read(on: connection)
            guard !settings.checkStatuses.isEmpty, let secret = Secret.find(settings),
                try StatusMethod.withdrawnSince(secret: secret, on: connection) == nil
            else { return [] }
            return try missing(settings, now: queue.clock.now(), on: connection)
        }
        guard !due.isEmpty else { return false }
        try queue.database.write { connection in
            let settings = try Settings.read(on: connection)
            let plan = PollPlan(
                openOrders: try read(settings, on: connection).openOrders + due.count,
                requestsPerMinute: settings.requestsPerMinute)
            for reference in due {
                let wait = Double(plan.interval(age: 0, random: 0)) * queue.random()
                try queue.insert(
                    PollStatusJob(reference: reference), scheduledAt: queue.clock.now() + Int64(wait), in: connection)
            }
        }
        return true
    }

    /// Index: crm_orders_sent for the orders, jobs_unique_key and jobs_subject for their jobs.
    private static func missing(
        _ settings: Settings, now: Int64, on connection: Connection
    ) throws(SQLiteError) -> [OrderReference] {
        let statuses = settings.checkStatuses.map(String.init).joined(separator: ",")
        let window = Int64(settings.checkDays) * 86_400_000
        return try connection.all(
            """
            SELECT c.order_id, c.incarnation FROM crm_orders AS c JOIN orders AS o ON o.id = c.order_id
            WHERE c.crm_state = 'sent' AND c.sent_at > ?1
                AND \(OrderAge.sql) > ?1
                AND CASE WHEN c.shop_status_set_at >= coalesce(c.status_since, 0) THEN c.shop_status_set
                    ELSE o.status END IN (\(statuses))
                AND NOT EXISTS (SELECT 1 FROM jobs
                    WHERE unique_key = 'poll_status:' || c.order_id || ':' || c.incarnation
                        AND state IN ('scheduled', 'available', 'running'))
                -- One that failed for good, or whose CRM status is final, is not asked after again.
                AND NOT EXISTS (SELECT 1 FROM jobs
                    WHERE subject = 'order:' || c.order_id AND kind = 'poll_status'
                        AND state IN ('completed', 'discarded') AND inserted_at >= c.sent_at)
            LIMIT 1000
            """, now - window
        ) { row throws(SQLiteError) in
            OrderReference(order: try row.get("order_id"), incarnation: try row.get("incarnation"))
        }
    }
}

/// When an order was made: by the shop's word, else by when we heard of it.
enum OrderAge {
    static let sql = """
        CASE WHEN typeof(o.createdon) = 'integer' THEN o.createdon ELSE coalesce(c.created_event_at, c.sent_at) END
        """
}
