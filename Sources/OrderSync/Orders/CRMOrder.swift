internal import Intake
internal import JobQueue
internal import SQLite

/// An order with the shop's data about it. Times are in milliseconds since 1970 (UTC).
struct CRMOrder: Sendable {
    let reference: OrderReference
    /// Whether the shop has used the id for another order since.
    let isArchived: Bool
    let num: String?
    /// The creation time as the shop's clock showed it. The shop needs it to recognise the order.
    var createdon: String?
    let state: CRMState
    /// The job and the attempt that have stored the decision to send the order.
    let sendingJob: Int64?
    let sendingAttempt: Int?
    /// When that decision was stored.
    let sendingAt: Int64?
    /// When a person asked to send the order.
    let sendRequestedAt: Int64?
    /// When the order was cancelled, or nil if it is not cancelled.
    let cancelledAt: Int64?
    /// The shop's document of the order, or nil if the queue has none.
    let document: String?

    /// - Returns: the order, or nil if the queue does not know it.
    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> CRMOrder? {
        try connection.first(
            """
            SELECT order_id, incarnation, is_archived, num, createdon_local, crm_state, sending_job, sending_attempt, sending_at,
                send_requested_at, cancelled_at, document
            FROM every_order WHERE order_id = ? AND incarnation = ?
            """, reference.order, reference.incarnation)
    }

    /// Whether this claim has stored the decision to send the order and no outcome has been stored since.
    func isInFlight(by claim: Claim) -> Bool {
        state == .sending && sendingJob == claim.job.id && sendingAttempt == claim.attempt
    }

    /// Returns a copy of the order that is in the state `sending` and belongs to a claim.
    func inFlight(_ claim: Claim) -> CRMOrder {
        CRMOrder(
            reference: reference, isArchived: isArchived, num: num, createdon: createdon, state: .sending,
            sendingJob: claim.job.id,
            sendingAttempt: claim.attempt, sendingAt: sendingAt, sendRequestedAt: sendRequestedAt,
            cancelledAt: cancelledAt, document: document)
    }

    /// The order's name for the manager. It is the number, or the id if there is no number.
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
