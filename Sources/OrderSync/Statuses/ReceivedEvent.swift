internal import Intake
internal import SQLite

/// A row of `crm_events` that is being applied.
struct ReceivedEvent: Sendable {
    enum State: String, Sendable {
        case new
        /// No order of ours has the CRM's id yet.
        case unmatched
        /// It is, or was, the order's status.
        case applied
        /// The order had this status already.
        case repeated
        /// A newer event came before it.
        case older
    }

    let id: Int64
    let event: CRMEvent
    /// Milliseconds since 1970 in UTC.
    let receivedAt: Int64
    let state: State

    static func read(_ id: Int64, on connection: Connection) throws(SQLiteError) -> ReceivedEvent? {
        try connection.first("SELECT * FROM crm_events WHERE id = ?", id) { row throws(SQLiteError) in
            let (source, state): (String, String) = (try row.get("source"), try row.get("state"))
            return ReceivedEvent(
                id: id,
                event: CRMEvent(
                    source: CRMEvent.Source(rawValue: source) ?? .webhook, crmOrderID: try row.get("crm_order_id"),
                    orderID: try row.get("order_id"), incarnation: try row.get("incarnation"),
                    job: try row.get("job"), attempt: try row.get("attempt"), status: try row.get("status"),
                    datetime: try row.get("datetime")),
                receivedAt: try row.get("received_at"), state: State(rawValue: state) ?? .applied)
        }
    }

    func mark(_ state: State, in connection: Connection) throws(SQLiteError) {
        try connection.run("UPDATE crm_events SET state = ? WHERE id = ?", state.rawValue, id)
    }

    /// The order of the event; nil if it is unknown. The webhook's address names it, else the CRM's id does.
    func reference(on connection: Connection) throws(SQLiteError) -> OrderReference? {
        if let order = event.orderID {
            let present = try connection.scalar(
                "SELECT incarnation FROM crm_orders WHERE order_id = ?", order, as: Int.self)
            if let incarnation = event.incarnation ?? present, present != nil {
                return OrderReference(order: order, incarnation: incarnation)
            }
        }
        guard let crmOrderID = event.crmOrderID else { return nil }
        return try connection.first(
            """
            SELECT order_id, incarnation FROM crm_orders WHERE crm_order_id = ?1
            UNION ALL SELECT order_id, incarnation FROM archived_orders WHERE crm_order_id = ?1
            LIMIT 1
            """, crmOrderID
        ) { row throws(SQLiteError) in
            OrderReference(order: try row.get("order_id"), incarnation: try row.get("incarnation"))
        }
    }
}
