public import SQLite

/// How far an order has come on its way from the shop to the CRM.
public enum CRMState: String, Sendable, CaseIterable, ColumnReadable, Bindable {
    /// The order has not been sent yet.
    case new
    /// A worker has stored the decision to send the order. The request may leave at any moment.
    case sending
    case sent
    /// The request left, but no usable answer came. Nobody knows whether the CRM has the order.
    case inDoubt = "in_doubt"
    /// The order was not sent. It will be sent only if a person asks for it.
    case failed
}

/// The state of an order with the facts that belong to the state.
struct CRMStanding: RowDecodable {
    let reference: OrderReference
    let state: CRMState
    /// The order's id in the CRM, or nil if the CRM gave none.
    let crmOrderID: String?
    /// The reason why the order failed or is in doubt, as text for people.
    let reason: String?

    init(_ row: Row) throws(SQLiteError) {
        reference = try OrderReference(row)
        state = try row.get("crm_state")
        crmOrderID = try row.get("crm_order_id")
        reason = try row.get("reason")
    }

    /// Reads the newest order that has this id.
    ///
    /// - Parameter order: the order's id in the shop.
    /// - Returns: nil if the queue does not know the order.
    static func read(_ order: Int64, on connection: Connection) throws(SQLiteError) -> CRMStanding? {
        try connection.first(
            "SELECT order_id, incarnation, crm_state, crm_order_id, reason FROM crm_orders WHERE order_id = ?", order)
    }

    /// - Returns: nil if the queue does not know the order.
    static func read(_ order: OrderReference, on connection: Connection) throws(SQLiteError) -> CRMStanding? {
        try connection.first(
            """
            SELECT order_id, incarnation, crm_state, crm_order_id, reason FROM every_order
            WHERE order_id = ? AND incarnation = ?
            """, order.order, order.incarnation)
    }
}
