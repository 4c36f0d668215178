public import Intake
public import JobQueue
public import SQLite
internal import Shop

/// A person's decision about the unsent orders of a restored database. The original database may have sent any of
/// them.
public struct Confirmation: Sendable {
    /// The decision about an order.
    public enum Decision: Sendable, Hashable {
        /// The order was not sent before, so the queue sends it now.
        case send
        /// The order may have been sent. It stays in doubt until a person runs `resolve` and says what was found.
        case doubt
    }

    private let queue: JobQueue

    public init(queue: JobQueue) { self.queue = queue }

    /// Returns the orders that are due but wait because of the restore. The smallest id comes first.
    public static func waiting(on connection: Connection) throws(SQLiteError) -> [OrderReference] {
        try connection.all("\(waitingSQL) ORDER BY order_id, incarnation")
    }

    static func count(on connection: Connection) throws(SQLiteError) -> Int {
        // Most databases were never restored. This check avoids reading their orders.
        guard try connection.scalar("SELECT 1 FROM restores LIMIT 1", as: Int.self) != nil else { return 0 }
        return try connection.scalar("SELECT count(*) FROM (\(waitingSQL))", as: Int.self) ?? 0
    }

    private static let waitingSQL = """
        SELECT order_id, incarnation FROM unconfirmed_orders JOIN orders_due USING (order_id, incarnation)
        """

    /// Decides about all orders and resumes sending. ``Decision/send`` also applies to orders that are not due yet.
    /// ``Decision/doubt`` does not change them. The caller rings the doorbell after the commit.
    ///
    /// - Returns: the number of orders that were waiting.
    public func decide(_ decision: Decision, in connection: Connection) throws(SQLiteError) -> Int {
        let waiting = try Confirmation.waiting(on: connection)
        let all: [OrderReference]
        switch decision {
        case .doubt: all = waiting
        case .send:
            all = try connection.all("SELECT order_id, incarnation FROM unconfirmed_orders")
        }
        var orders: [CRMOrder] = []
        for reference in all {
            if let order = try CRMOrder.read(reference, on: connection) { orders.append(order) }
            try decide(decision, reference, sendsMail: all.count == 1, in: connection)
        }
        if decision == .doubt, all.count > 1 { try tell(of: orders, in: connection) }
        try SendingPause.end(now: queue.clock.now(), in: connection)
        return waiting.count
    }

    /// Decides about one order and resumes sending. From then on, confirmed orders and orders that were made after the
    /// restore are sent. The caller rings the doorbell after the commit.
    ///
    /// - Returns: whether the order was waiting for a decision.
    @discardableResult
    public func decide(
        _ decision: Decision, _ reference: OrderReference, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        try decide(decision, reference, sendsMail: true, in: connection)
    }

    @discardableResult
    private func decide(
        _ decision: Decision, _ reference: OrderReference, sendsMail: Bool, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        guard try SendingPause.isUnconfirmed(reference, on: connection) else { return false }
        let now = queue.clock.now()
        switch decision {
        case .send: try confirm(reference, in: connection)
        case .doubt:
            guard let order = try CRMOrder.read(reference, on: connection) else { return false }
            let settings = try Settings.read(on: connection)
            // The shop and the manager are told in the same way as for any other order in doubt.
            try Settlement(queue: queue, settings: settings).trouble(
                .inDoubt(.restored), with: order, sendsMail: sendsMail, in: connection)
            if let job = try queue.unfinished(SendOrderJob(reference: reference), on: connection) {
                _ = try queue.cancel(job, reason: "the order is in doubt: a person decides", in: connection)
            }
        }
        try SendingPause.end(now: now, in: connection)
        return true
    }

    /// Sends one e-mail about all orders that a person has marked as in doubt together.
    private func tell(of orders: [CRMOrder], in connection: Connection) throws(SQLiteError) {
        let settings = try Settings.read(on: connection)
        let list = orders.map { order in
            ([Message(ru: order.name, en: order.name)] + OrderCard(order).details).joined(separator: "; ")
        }.joined(separator: "\n")
        try Settlement(queue: queue, settings: settings).notify(
            subject: DoubtMessages.manyInDoubtSubject(count: orders.count),
            body: DoubtMessages.manyInDoubt(orders: list), reference: nil, topic: "confirm:\(queue.clock.now())",
            in: connection)
    }

    /// Records that, according to a person, the CRM does not have the order.
    func confirm(_ reference: OrderReference, in connection: Connection) throws(SQLiteError) {
        let now = queue.clock.now()
        try connection.run(
            """
            INSERT INTO confirmed_orders (order_id, incarnation, confirmed_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
            """, reference.order, reference.incarnation, now)
        guard let id = try queue.unfinished(SendOrderJob(reference: reference), on: connection),
            try queue.job(id, on: connection)?.queue == SendingPause.queue
        else { return }
        // The job is inserted anew, so that its deadline counts from now. The copy may be older than the deadline.
        try queue.reinsert(id, into: QueueName.crm, in: connection)
        try OrderLog.append(
            reference, "confirmed", "a person says that it was not sent before the restore", now: now, in: connection)
    }
}
