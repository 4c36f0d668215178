public import JobQueue
public import SQLite

/// A person's request to send an order regardless of its status in the shop.
public enum SendRequest {
    public enum Result: Sendable, Hashable {
        case queued(job: Int64)
        case alreadySent(crmOrderID: String?)
        /// A worker is sending the order right now.
        case sending
        /// The CRM may have the order already. A person must find out and run `frontpad-queue resolve`.
        case inDoubt
        /// The queue does not know the order, or has no document of it.
        case noSuchOrder
    }

    /// Records the request in the caller's transaction. The caller rings the doorbell after the commit.
    public static func make(
        _ order: OrderReference, queue: JobQueue, in connection: Connection
    ) throws(SQLiteError) -> Result {
        let hasDocument = try connection.scalar(
            "SELECT 1 FROM every_order WHERE order_id = ? AND incarnation = ? AND document IS NOT NULL", order.order,
            order.incarnation, as: Int.self)
        guard hasDocument != nil, let standing = try CRMStanding.read(order, on: connection) else {
            return .noSuchOrder
        }
        switch standing.state {
        case .sent: return .alreadySent(crmOrderID: standing.crmOrderID)
        case .sending: return .sending
        case .inDoubt: return .inDoubt
        case .new, .failed: break
        }
        // A trigger on the table inserts the job.
        try connection.updateOrder(
            order,
            set: """
                send_requested_at = (SELECT now FROM present), crm_state = 'new', reason = NULL, failed_seq = NULL,
                cancelled_at = NULL, cancel_reason = NULL
                """)
        try connection.run(
            """
            INSERT INTO order_events (order_id, incarnation, at, event, detail)
            SELECT ?, ?, now, 'send_requested', NULL FROM present
            """, order.order, order.incarnation)
        guard let job = try queue.unfinished(uniqueKey: order.sendJobKey, on: connection) else { return .noSuchOrder }
        // If the job exists already and waits for its next attempt, it becomes due now.
        try queue.makeDue(job, in: connection)
        return .queued(job: job)
    }
}
