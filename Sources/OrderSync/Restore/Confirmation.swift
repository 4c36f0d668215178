public import Intake
public import JobQueue
public import SQLite
internal import Shop

/// A person's decision about the unsent orders of a restored database. Each may have been sent from the original.
public struct Confirmation: Sendable {
    /// The decision about an order.
    public enum Decision: Sendable, Hashable {
        /// It was not sent: send it.
        case send
        /// It may have been sent: it is in doubt until `resolve` says what was found.
        case doubt
    }

    private let queue: JobQueue

    public init(queue: JobQueue) { self.queue = queue }

    /// Orders that only the restore keeps from being sent, the smallest id first.
    public static func waiting(on connection: Connection) throws(SQLiteError) -> [OrderReference] {
        try connection.all("\(waitingSQL) ORDER BY order_id, incarnation")
    }

    static func count(on connection: Connection) throws(SQLiteError) -> Int {
        // Most databases were never restored: do not read their orders.
        guard try connection.scalar("SELECT 1 FROM restores LIMIT 1", as: Int.self) != nil else { return 0 }
        return try connection.scalar("SELECT count(*) FROM (\(waitingSQL))", as: Int.self) ?? 0
    }

    private static let waitingSQL = """
        SELECT order_id, incarnation FROM unconfirmed_orders JOIN orders_due USING (order_id, incarnation)
        """

    /// Decides about all orders, and resumes sending. ``Decision/send`` also covers orders that are not due yet;
    /// ``Decision/doubt`` leaves those unchanged. The caller rings the doorbell.
    ///
    /// - Returns: the number of waiting orders.
    public func decide(_ decision: Decision, in connection: Connection) throws(SQLiteError) -> Int {
        let waiting = try Confirmation.waiting(on: connection)
        let all: [OrderReference]
        switch decision {
        case .doubt: all = waiting
        case .send:
            all = try connection.all("SELECT order_id, incarnation FROM unconfirmed_orders")
        }
        for order in all { try decide(decision, order, in: connection) }
        try SendingPause.end(now: queue.clock.now(), in: connection)
        return waiting.count
    }

    /// Decides about one order, and resumes sending for confirmed orders and those made after the restore. The caller rings
    /// the doorbell.
    ///
    /// - Returns: whether the order was waiting for a decision.
    @discardableResult
    public func decide(
        _ decision: Decision, _ reference: OrderReference, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        guard try SendingPause.isUnconfirmed(reference, on: connection) else { return false }
        let now = queue.clock.now()
        switch decision {
        case .send: try confirm(reference, in: connection)
        case .doubt:
            guard let order = try CRMOrder.read(reference, on: connection) else { return false }
            let reason = ManagerText(language: try Settings.read(on: connection).language).mayHaveBeenSentSince()
            try CRMOrderStep.markTrouble(order, .inDoubt, reason: reason, in: connection)
            try OrderLog.append(reference, CRMState.inDoubt.rawValue, reason, now: now, in: connection)
            if let job = try queue.unfinished(SendOrderJob(reference: reference), on: connection) {
                _ = try queue.cancel(job, reason: "the order is in doubt: a person decides", in: connection)
            }
        }
        try SendingPause.end(now: now, in: connection)
        return true
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
        // Its deadline counts from now: the copy may be older than the deadline.
        try queue.reinsert(id, into: QueueName.crm, in: connection)
        try OrderLog.append(
            reference, "confirmed", "a person says that it was not sent before the restore", now: now, in: connection)
    }
}
