internal import Intake
internal import JobQueue
internal import SQLite

/// The state changes of an order on its way to the CRM. The functions must run inside the caller's transaction. A
/// change from an unexpected state does nothing.
enum CRMOrderStep {
    /// Stores the decision to send the order. From now on only three things can settle the order: an answer, a proof
    /// that nothing was sent, or a person.
    ///
    /// - Parameter order: the order as it was read for the request. If its document has changed since or the order was
    ///   cancelled, nothing is stored.
    /// - Returns: whether the decision was stored. If it was not, the order must not be sent.
    static func markSending(
        _ order: CRMOrder, claim: Claim, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        let reference = order.reference
        let isCommitted = try connection.updateOrder(
            reference,
            set: "crm_state = 'sending', sending_job = ?3, sending_attempt = ?4, sending_worker = ?5, sending_at = ?6",
            where: """
                crm_state = 'new' AND cancelled_at IS NULL AND (SELECT document FROM every_order AS present
                    WHERE present.order_id = ?1 AND present.incarnation = ?2) IS ?7
                """, claim.job.id, claim.attempt, claim.worker, now, order.document)
        guard isCommitted else { return false }
        try SentDocument.store(order.document, of: reference, in: connection)
        return true
    }

    /// Records that nothing was sent or that the CRM refused the request. The order waits to be sent again.
    static func markUnsent(
        _ reference: OrderReference, claim: Claim, in connection: Connection
    ) throws(SQLiteError) {
        try connection.updateOrder(
            reference,
            set: """
                crm_state = 'new', sending_job = NULL, sending_attempt = NULL, sending_worker = NULL, sending_at = NULL
                """,
            where: "crm_state = 'sending' AND sending_job = ?3 AND sending_attempt = ?4", claim.job.id, claim.attempt)
    }

    /// Records that the CRM has the order. This evidence must not be lost, so the function works from every state. It
    /// also works if the claim was lost, and for archived orders.
    static func markSent(
        _ reference: OrderReference, crmOrderID: String?, crmOrderNumber: String?, now: Int64,
        in connection: Connection
    ) throws(SQLiteError) {
        try connection.updateOrder(
            reference,
            set: """
                crm_state = 'sent', crm_order_id = coalesce(?3, crm_order_id),
                crm_order_number = coalesce(?4, crm_order_number), sent_at = ?5, reason = NULL, failed_seq = NULL
                """, crmOrderID, crmOrderNumber, now)
    }

    /// Stores ids of an order that is already known to be in the CRM. An id from the CRM replaces an id that a person
    /// typed.
    static func completeIDs(
        _ reference: OrderReference, crmOrderID: String?, crmOrderNumber: String?, in connection: Connection
    ) throws(SQLiteError) {
        guard crmOrderID != nil || crmOrderNumber != nil else { return }
        try connection.updateOrder(
            reference,
            set: "crm_order_id = coalesce(?3, crm_order_id), crm_order_number = coalesce(crm_order_number, ?4)",
            where: """
                (?3 IS NOT NULL AND crm_order_id IS NOT ?3) OR (?4 IS NOT NULL AND crm_order_number IS NULL)
                """, crmOrderID, crmOrderNumber)
    }

    /// Records that the order failed or is in doubt.
    ///
    /// - Parameters:
    ///   - order: the order as it was when the trouble was found. If its state has changed since, nothing happens.
    ///   - reason: the reason as text for the manager.
    /// - Returns: whether the trouble was recorded.
    @discardableResult
    static func markTrouble(
        _ order: CRMOrder, _ state: CRMState, reason: String, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.updateOrder(
            order.reference,
            set: """
                crm_state = ?3, reason = ?4, send_requested_at = NULL,
                failed_seq = coalesce((SELECT event_seq FROM every_order AS present
                    WHERE present.order_id = ?1 AND present.incarnation = ?2), 0)
                """,
            where: """
                crm_state IN ('new', 'sending') AND crm_state = ?5
                AND (crm_state = 'new' OR (sending_job IS ?6 AND sending_attempt IS ?7))
                """, state, reason, order.state, order.sendingJob, order.sendingAttempt)
    }

    /// Records that the CRM does not have an order that was in doubt.
    ///
    /// - Parameter order: the order as it was when this was found out.
    static func markDoubtUnfounded(
        _ order: CRMOrder, reason: String, in connection: Connection
    ) throws(SQLiteError) {
        try connection.updateOrder(
            order.reference, set: "crm_state = 'failed', reason = ?3",
            where: "crm_state = 'in_doubt' AND sending_job IS ?4 AND sending_attempt IS ?5", reason, order.sendingJob,
            order.sendingAttempt)
    }

    /// Records that, according to a person, the CRM does not have an order that was in doubt. The order is sent again.
    static func markNew(_ reference: OrderReference, in connection: Connection) throws(SQLiteError) {
        try connection.updateOrder(
            reference,
            set: """
                crm_state = 'new', reason = NULL, failed_seq = NULL, sending_job = NULL, sending_attempt = NULL,
                sending_worker = NULL, sending_at = NULL
                """, where: "crm_state = 'in_doubt'")
    }
}
