internal import Intake
internal import JobQueue
internal import SQLite

/// A row of `crm_orders` with its row of `orders`. Times are milliseconds since 1970 in UTC.
struct CRMOrder: Sendable {
    let reference: OrderReference
    let num: String?
    let state: CRMState
    /// The claim that has committed to send it.
    let sendingJob: Int64?
    let sendingAttempt: Int?
    /// When the claim committed to send it.
    let sendingAt: Int64?
    /// The shop's document; nil if the shop has deleted its row.
    let document: String?

    /// - Returns: nil if the id belongs to another order by now, or to none.
    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> CRMOrder? {
        try connection.first(
            """
            SELECT c.order_id, c.incarnation, c.num, c.crm_state, c.sending_job, c.sending_attempt, c.sending_at,
                o.document
            FROM crm_orders AS c LEFT JOIN orders AS o ON o.id = c.order_id
            WHERE c.order_id = ? AND c.incarnation = ?
            """, reference.order, reference.incarnation)
    }

    /// An archived order, whose id the shop has used again; nil if there is none.
    static func readArchived(
        _ reference: OrderReference, on connection: Connection
    ) throws(SQLiteError) -> CRMOrder? {
        try connection.first(
            """
            SELECT order_id, incarnation, num, crm_state, NULL AS sending_job, NULL AS sending_attempt,
                NULL AS sending_at, document
            FROM archived_orders WHERE order_id = ? AND incarnation = ?
            """, reference.order, reference.incarnation)
    }

    /// Whether this claim committed to send it, and the order has not been settled since.
    func isInFlight(by claim: Claim) -> Bool {
        state == .sending && sendingJob == claim.job.id && sendingAttempt == claim.attempt
    }

    /// The same order in the state of being sent by a claim.
    func inFlight(_ claim: Claim) -> CRMOrder {
        CRMOrder(
            reference: reference, num: num, state: .sending, sendingJob: claim.job.id, sendingAttempt: claim.attempt,
            sendingAt: sendingAt, document: document)
    }

    /// The order's name for the manager: its number, else its id.
    var name: String { num ?? String(reference.order) }
}

extension CRMOrder: RowDecodable {
    init(_ row: Row) throws(SQLiteError) {
        reference = try OrderReference(row)
        num = try row.get("num")
        state = try row.get("crm_state")
        sendingJob = try row.get("sending_job")
        sendingAttempt = try row.get("sending_attempt")
        sendingAt = try row.get("sending_at")
        document = try row.get("document")
    }
}

/// The state changes of an order on its way to the CRM. Each checks the state that it starts from, and must run inside
/// the caller's transaction.
enum CRMOrderStep {
    /// Commits to send. From now on only an answer, proof that nothing was sent, or a person can settle the order.
    ///
    /// - Returns: whether the order was still to be sent.
    static func markSending(
        _ reference: OrderReference, claim: Claim, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            UPDATE crm_orders SET crm_state = 'sending', sending_job = ?, sending_attempt = ?, sending_worker = ?,
                sending_at = ?
            WHERE order_id = ? AND incarnation = ? AND crm_state = 'new'
            """, claim.job.id, claim.attempt, claim.worker, now, reference.order, reference.incarnation) == 1
    }

    /// Nothing was sent, or the CRM refused: the order is to be sent as before.
    static func markUnsent(
        _ reference: OrderReference, claim: Claim, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE crm_orders SET crm_state = 'new', sending_job = NULL, sending_attempt = NULL,
                sending_worker = NULL, sending_at = NULL
            WHERE order_id = ? AND incarnation = ? AND crm_state = 'sending' AND sending_job = ?
                AND sending_attempt = ?
            """, reference.order, reference.incarnation, claim.job.id, claim.attempt)
    }

    /// The CRM has the order. Evidence is never discarded: this works from every state, also after the claim was lost, and
    /// for archived orders.
    static func markSent(
        _ reference: OrderReference, crmOrderID: String?, crmOrderNumber: String?, now: Int64,
        in connection: Connection
    ) throws(SQLiteError) {
        let changed = try connection.run(
            """
            UPDATE crm_orders SET crm_state = 'sent', crm_order_id = coalesce(?, crm_order_id),
                crm_order_number = coalesce(?, crm_order_number), sent_at = ?, reason = NULL, failed_seq = NULL
            WHERE order_id = ? AND incarnation = ?
            """, crmOrderID, crmOrderNumber, now, reference.order, reference.incarnation)
        if changed == 0 {
            try connection.run(
                """
                UPDATE archived_orders SET crm_state = 'sent', crm_order_id = ?, crm_order_number = ?, reason = NULL
                WHERE order_id = ? AND incarnation = ?
                """, crmOrderID, crmOrderNumber, reference.order, reference.incarnation)
        }
    }

    /// The order failed, or is in doubt.
    ///
    /// - Parameters:
    ///   - order: as it was when the trouble was found. If it has changed since, nothing happens.
    ///   - reason: in the manager's words.
    /// - Returns: whether the order was unchanged.
    @discardableResult
    static func markTrouble(
        _ order: CRMOrder, _ state: CRMState, reason: String, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        let reference = order.reference
        let changed = try connection.run(
            """
            UPDATE crm_orders SET crm_state = ?, reason = ?, send_requested_at = NULL,
                failed_seq = coalesce((SELECT event_seq FROM orders WHERE id = order_id), 0)
            WHERE order_id = ? AND incarnation = ? AND crm_state IN ('new', 'sending') AND crm_state = ?
                AND (crm_state = 'new' OR (sending_job IS ? AND sending_attempt IS ?))
            """, state, reason, reference.order, reference.incarnation, order.state,
            order.sendingJob, order.sendingAttempt)
        if changed == 1 { return true }
        // The shop may have used the id again: the order is then archived.
        return try connection.run(
            """
            UPDATE archived_orders SET crm_state = ?, reason = ?
            WHERE order_id = ? AND incarnation = ? AND crm_state IN ('new', 'sending') AND crm_state = ?
            """, state, reason, reference.order, reference.incarnation, order.state) == 1
    }

    /// It is now known that the CRM does not have an order that was in doubt.
    ///
    /// - Parameter order: as it was when that was found.
    static func markDoubtUnfounded(
        _ order: CRMOrder, reason: String, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE crm_orders SET crm_state = 'failed', reason = ?
            WHERE order_id = ? AND incarnation = ? AND crm_state = 'in_doubt' AND sending_job IS ?
                AND sending_attempt IS ?
            """, reason, order.reference.order, order.reference.incarnation, order.sendingJob, order.sendingAttempt)
    }

    /// A person says that the CRM does not have an order that was in doubt.
    static func markNew(_ reference: OrderReference, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE crm_orders SET crm_state = 'new', reason = NULL, failed_seq = NULL, sending_job = NULL,
                sending_attempt = NULL, sending_worker = NULL, sending_at = NULL
            WHERE order_id = ? AND incarnation = ? AND crm_state = 'in_doubt'
            """, reference.order, reference.incarnation)
    }
}
