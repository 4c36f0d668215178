internal import Intake
internal import JobQueue
internal import SQLite

/// The state changes of an order on its way to the CRM. Each checks the state that it starts from, and must run inside
/// the caller's transaction.
enum CRMOrderStep {
    /// Commits to send. From now on only an answer, proof that nothing was sent, or a person can settle the order.
    ///
    /// - Parameter order: as it was read for the request. A document that has changed since, or an order that was
    ///   cancelled, is not sent.
    /// - Returns: whether the order was still to be sent.
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

    /// Nothing was sent, or the CRM refused: the order is to be sent as before.
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

    /// The CRM has the order. Evidence is never discarded: this works from every state, also after the claim was lost, and
    /// for archived orders.
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

    /// More is known about the ids of an order that the CRM has. An id that a person typed gives way to one of the CRM.
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

    /// It is now known that the CRM does not have an order that was in doubt.
    ///
    /// - Parameter order: as it was when that was found.
    static func markDoubtUnfounded(
        _ order: CRMOrder, reason: String, in connection: Connection
    ) throws(SQLiteError) {
        try connection.updateOrder(
            order.reference, set: "crm_state = 'failed', reason = ?3",
            where: "crm_state = 'in_doubt' AND sending_job IS ?4 AND sending_attempt IS ?5", reason, order.sendingJob,
            order.sendingAttempt)
    }

    /// A person says that the CRM does not have an order that was in doubt.
    static func markNew(_ reference: OrderReference, in connection: Connection) throws(SQLiteError) {
        try connection.updateOrder(
            reference,
            set: """
                crm_state = 'new', reason = NULL, failed_seq = NULL, sending_job = NULL, sending_attempt = NULL,
                sending_worker = NULL, sending_at = NULL
                """, where: "crm_state = 'in_doubt'")
    }
}
