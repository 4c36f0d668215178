internal import Intake
internal import JobQueue
internal import SQLite

/// An order with the shop's data about it. Times are milliseconds since 1970 in UTC.
struct CRMOrder: Sendable {
    let reference: OrderReference
    /// Whether the shop has used its id again.
    let isArchived: Bool
    let num: String?
    /// The creation time as the shop's clock showed it, with which the shop recognises the order.
    var createdon: String?
    let state: CRMState
    /// The claim that has committed to send it.
    let sendingJob: Int64?
    let sendingAttempt: Int?
    /// When the claim committed to send it.
    let sendingAt: Int64?
    /// When a person asked for it to be sent.
    let sendRequestedAt: Int64?
    /// Since when it is not to be sent, or is to be cancelled in the CRM.
    let cancelledAt: Int64?
    /// The shop's document; nil if the shop has deleted its row.
    let document: String?

    /// - Returns: nil where the queue does not know the order.
    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> CRMOrder? {
        try connection.first(
            """
            SELECT order_id, incarnation, is_archived, num, createdon_local, crm_state, sending_job, sending_attempt, sending_at,
                send_requested_at, cancelled_at, document
            FROM every_order WHERE order_id = ? AND incarnation = ?
            """, reference.order, reference.incarnation)
    }

    /// Whether this claim committed to send it, and the order has not been settled since.
    func isInFlight(by claim: Claim) -> Bool {
        state == .sending && sendingJob == claim.job.id && sendingAttempt == claim.attempt
    }

    /// The same order in the state of being sent by a claim.
    func inFlight(_ claim: Claim) -> CRMOrder {
        CRMOrder(
            reference: reference, isArchived: isArchived, num: num, createdon: createdon, state: .sending,
            sendingJob: claim.job.id,
            sendingAttempt: claim.attempt, sendingAt: sendingAt, sendRequestedAt: sendRequestedAt,
            cancelledAt: cancelledAt, document: document)
    }

    /// The order's name for the manager: its number, else its id.
    var name: String { num ?? String(reference.order) }
}

extension CRMOrder: RowDecodable {
    init(_ row: Row) throws(SQLiteError) {
        reference = try OrderReference(row)
        isArchived = try row.get("is_archived", as: Int.self) == 1
        num = try row.get("num")
        createdon = try row.get("createdon_local")
        state = try row.get("crm_state")
        sendingJob = try row.get("sending_job")
        sendingAttempt = try row.get("sending_attempt")
        sendingAt = try row.get("sending_at")
        sendRequestedAt = try row.get("send_requested_at")
        cancelledAt = try row.get("cancelled_at")
        document = try row.get("document")
    }
}
