internal import JobQueue
internal import SQLite

/// Where an order stands between the shop and the CRM.
public enum CRMState: String, Sendable, CaseIterable {
    /// Not sent.
    case new
    /// A worker has committed to send it; bytes may leave at any moment.
    case sending
    case sent
    /// Bytes left and no usable answer came: it may be in the CRM or not.
    case inDoubt = "in_doubt"
    /// Not sent, and not to be sent by itself.
    case failed
}

/// A row of `crm_orders` with the shop's row that it belongs to. Times are milliseconds since 1970 in UTC.
struct CRMOrder: Sendable {
    let reference: OrderReference
    let num: String?
    let state: CRMState
    /// The claim that has committed to send it.
    let sendingJob: Int64?
    let sendingAttempt: Int?
    /// When it did so.
    let sendingAt: Int64?
    /// The shop's own: nil where the shop has taken its row back.
    let document: String?

    /// - Returns: nil where the id belongs to another order now, or to none.
    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> CRMOrder? {
        try connection.first(
            """
            SELECT c.num, c.crm_state, c.sending_job, c.sending_attempt, c.sending_at, o.document
            FROM crm_orders AS c LEFT JOIN orders AS o ON o.id = c.order_id
            WHERE c.order_id = ? AND c.incarnation = ?
            """, reference.order, reference.incarnation
        ) { row throws(SQLiteError) in
            let state: String = try row.get("crm_state")
            return CRMOrder(
                reference: reference, num: try row.get("num"), state: CRMState(rawValue: state) ?? .inDoubt,
                sendingJob: try row.get("sending_job"), sendingAttempt: try row.get("sending_attempt"),
                sendingAt: try row.get("sending_at"),
                document: try row.get("document"))
        }
    }

    /// An order whose id the shop has used again, as it stood then. nil where there is none.
    static func readArchived(
        _ reference: OrderReference, on connection: Connection
    ) throws(SQLiteError) -> CRMOrder? {
        try connection.first(
            "SELECT num, crm_state, document FROM archived_orders WHERE order_id = ? AND incarnation = ?",
            reference.order, reference.incarnation
        ) { row throws(SQLiteError) in
            let state: String = try row.get("crm_state")
            return CRMOrder(
                reference: reference, num: try row.get("num"), state: CRMState(rawValue: state) ?? .inDoubt,
                sendingJob: nil, sendingAttempt: nil, sendingAt: nil, document: try row.get("document"))
        }
    }

    /// Whether this claim has committed to send it, and nobody has settled it since.
    func isInFlight(by claim: Claim) -> Bool {
        state == .sending && sendingJob == claim.job.id && sendingAttempt == claim.attempt
    }

    /// The same order while a claim sends it.
    func inFlight(_ claim: Claim) -> CRMOrder {
        CRMOrder(
            reference: reference, num: num, state: .sending, sendingJob: claim.job.id, sendingAttempt: claim.attempt,
            sendingAt: sendingAt, document: document)
    }

    /// The order as a manager names it.
    var name: String { num ?? String(reference.order) }
}

/// The steps of an order's way to the CRM. Each is guarded by the state that it starts from; each belongs into the
/// caller's transaction.
enum CRMOrderStep {
    /// Commits to send: from here on only an answer, a proof that nothing left, or a person ends the doubt.
    ///
    /// - Returns: whether it was still to be sent.
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

    /// Nothing has left, or the CRM has refused: it is to be sent as before.
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

    /// The CRM has it. Evidence is never thrown away: this holds from whatever state, also when the claim was lost
    /// meanwhile, and for an order whose id the shop has used again.
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

    /// It failed for good, or is in doubt.
    ///
    /// - Parameters:
    ///   - order: as it was when that was found. Where it has gone on since then, nothing is changed.
    ///   - reason: in the manager's words.
    /// - Returns: whether it was still so.
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
            """, state.rawValue, reason, reference.order, reference.incarnation, order.state.rawValue,
            order.sendingJob, order.sendingAttempt)
        if changed == 1 { return true }
        // The shop may have used the id again: the archive has what was known then.
        return try connection.run(
            """
            UPDATE archived_orders SET crm_state = ?, reason = ?
            WHERE order_id = ? AND incarnation = ? AND crm_state IN ('new', 'sending') AND crm_state = ?
            """, state.rawValue, reason, reference.order, reference.incarnation, order.state.rawValue) == 1
    }

    /// It is known now that the CRM does not have an order that was in doubt.
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
