public import JobQueue
public import SQLite

/// A person's request to send an order, whatever its status.
public enum SendRequest {
    public enum Result: Sendable, Hashable {
        case queued(job: Int64)
        case alreadySent(crmOrderID: String?)
        /// It is being sent right now.
        case sending
        /// It may be in the CRM already. Only `frontpad-queue resolve` can decide.
        case inDoubt
        /// The queue has no document for it.
        case noSuchOrder
    }

    /// Records the request in the caller's transaction. The caller rings the doorbell.
    public static func make(
        order id: Int64, queue: JobQueue, in connection: Connection
    ) throws(SQLiteError) -> Result {
        let hasDocument = try connection.scalar(
            "SELECT 1 FROM orders WHERE id = ? AND document IS NOT NULL", id, as: Int.self)
        guard hasDocument != nil else { return .noSuchOrder }
        let standing = try CRMStanding.read(id, on: connection)
        switch standing?.state {
        case .sent: return .alreadySent(crmOrderID: standing?.crmOrderID)
        case .sending: return .sending
        case .inDoubt: return .inDoubt
        case .new, .failed, nil: break
        }
        // The trigger on this table inserts the job.
        try connection.run(
            """
            UPDATE crm_orders SET send_requested_at = (SELECT now FROM present), crm_state = 'new', reason = NULL,
                failed_seq = NULL
            WHERE order_id = ?
            """, id)
        try connection.run(
            """
            INSERT INTO order_events (order_id, incarnation, at, event, detail)
            SELECT order_id, incarnation, (SELECT now FROM present), 'send_requested', NULL
            FROM crm_orders WHERE order_id = ?
            """, id)
        let key: String? = try connection.scalar("SELECT unique_key FROM send_jobs_due WHERE order_id = ?", id)
        guard let key, let job = try queue.unfinished(uniqueKey: key, on: connection) else { return .noSuchOrder }
        // A job that waits for its next attempt runs now.
        try queue.makeDue(job, in: connection)
        return .queued(job: job)
    }

    /// Finds an order's id by its id or its number ("2611/5").
    public static func orderID(_ name: String, on connection: Connection) throws(SQLiteError) -> Int64? {
        if let id = Int64(name) { return id }
        return try connection.scalar("SELECT id FROM orders WHERE num = ? ORDER BY id DESC LIMIT 1", name)
    }
}
