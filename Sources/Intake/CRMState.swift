public import SQLite

/// Where an order stands between the shop and the CRM.
public enum CRMState: String, Sendable, CaseIterable, ColumnReadable, Bindable {
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

/// What we know about whether an order was sent.
struct CRMStanding: RowDecodable {
    let reference: OrderReference
    let state: CRMState
    /// The CRM's id, where the CRM gave one.
    let crmOrderID: String?
    /// Why it failed or is in doubt, in words.
    let reason: String?

    init(_ row: Row) throws(SQLiteError) {
        reference = try OrderReference(row)
        state = try row.get("crm_state")
        crmOrderID = try row.get("crm_order_id")
        reason = try row.get("reason")
    }

    /// The newest order of an id.
    ///
    /// - Parameter order: the shop's id.
    /// - Returns: nil where the queue does not know the order.
    static func read(_ order: Int64, on connection: Connection) throws(SQLiteError) -> CRMStanding? {
        try connection.first(
            "SELECT order_id, incarnation, crm_state, crm_order_id, reason FROM crm_orders WHERE order_id = ?", order)
    }

    /// - Returns: nil where the queue does not know the order.
    static func read(_ order: OrderReference, on connection: Connection) throws(SQLiteError) -> CRMStanding? {
        try connection.first(
            """
            SELECT order_id, incarnation, crm_state, crm_order_id, reason FROM every_order
            WHERE order_id = ? AND incarnation = ?
            """, order.order, order.incarnation)
    }
}
