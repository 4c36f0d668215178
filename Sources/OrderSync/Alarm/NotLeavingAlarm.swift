internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Tells the manager once about each order that has, or had, its trigger status but is not sent.
enum NotLeavingAlarm {
    private static let named = 10
    private static let untold = """
        SELECT order_id, incarnation, obstacle FROM orders_not_leaving AS standing
        WHERE obstacle <> 'made_before_installation' AND NOT EXISTS (SELECT 1 FROM told_not_leaving AS told
            WHERE told.order_id = standing.order_id AND told.incarnation = standing.incarnation)
        """

    private struct Standing: RowDecodable {
        let reference: OrderReference
        let obstacle: String

        init(_ row: Row) throws(SQLiteError) {
            reference = try OrderReference(row)
            obstacle = try row.get("obstacle")
        }
    }

    /// - Returns: whether an e-mail was queued.
    static func look(queue: JobQueue) throws -> Bool {
        let isAny = try queue.database.read { try $0.scalar("SELECT 1 FROM (\(untold)) LIMIT 1", as: Int.self) != nil }
        guard isAny else { return false }
        return try queue.database.write { connection in
            let settings = try Settings.read(on: connection)
            guard settings.alarmMinutes > 0, !settings.managerEmail.isEmpty else { return false }
            let orders: [Standing] = try connection.all("\(untold) ORDER BY order_id DESC LIMIT 1000")
            var named: [(name: String, obstacle: Message)] = []
            for order in orders {
                try connection.run(
                    "INSERT INTO told_not_leaving (order_id, incarnation, told_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    order.reference.order, order.reference.incarnation, queue.clock.now())
                try OrderLog.append(
                    order.reference, "not_leaving", order.obstacle, now: queue.clock.now(), in: connection)
                if named.count < self.named, let name = try CRMOrder.read(order.reference, on: connection)?.name {
                    named.append(
                        (name, order.obstacle == "older_event" ? AlarmMessages.olderEvent : AlarmMessages.reachedBefore)
                    )
                }
            }
            try Settlement(queue: queue, settings: settings).notify(
                subject: AlarmMessages.notLeavingSubject(count: orders.count),
                body: AlarmMessages.notLeaving(named, count: orders.count),
                reference: nil, topic: "not_leaving:\(queue.clock.now())", in: connection)
            return true
        }
    }
}
