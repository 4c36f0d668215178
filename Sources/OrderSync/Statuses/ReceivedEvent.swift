internal import Intake
internal import SQLite
internal import Shop

/// A row of `crm_events` that is being applied.
struct ReceivedEvent: Sendable, RowDecodable {
    enum State: String, Sendable, CaseIterable, ColumnReadable, Bindable {
        case new
        /// The queue knows no order with the CRM's id yet.
        case unmatched
        /// The event became the order's status.
        case applied
        /// The order already had this status.
        case repeated
        /// A newer event arrived before this one.
        case older
    }

    let id: Int64
    let event: CRMEvent
    /// When the event arrived, in milliseconds since 1970 (UTC).
    let receivedAt: Int64
    let state: State

    init(_ row: Row) throws(SQLiteError) {
        id = try row.get("id")
        event = try CRMEvent(row)
        receivedAt = try row.get("received_at")
        state = try row.get("state")
    }

    static func read(_ id: Int64, on connection: Connection) throws(SQLiteError) -> ReceivedEvent? {
        try connection.first("SELECT * FROM crm_events WHERE id = ?", id)
    }

    /// Returns the CRM's time of the event, or nil if it cannot be used to order events. The time is used only if it
    /// has the documented form «YYYY-MM-DD hh:mm:ss» and lies between the beginning of the attempt and the arrival of
    /// the event. Because its time zone is not known, it may lie up to 26 hours before or after this period. A wrong
    /// time in the future would block all statuses that follow.
    ///
    /// - Parameter begunAt: when the attempt began, in milliseconds since 1970, or nil if that is not known.
    func orderingTime(begunAt: Int64?) -> String? {
        guard let text = event.datetime, let time = LocalTime(text), time.text == text else { return nil }
        let moment = time.milliseconds(in: .utc)
        let zones: Int64 = 26 * 3_600_000
        guard moment <= receivedAt + zones, moment >= (begunAt ?? 0) - zones else { return nil }
        return text
    }

    /// Returns the time when the attempt of the event began, in milliseconds since 1970.
    func begunAt(on connection: Connection) throws(SQLiteError) -> Int64? {
        try connection.scalar(
            "SELECT begun_at FROM send_attempts WHERE order_id = ? AND incarnation = ? AND job = ? AND attempt = ?",
            event.orderID, event.incarnation, event.job, event.attempt)
    }

    func mark(_ state: State, in connection: Connection) throws(SQLiteError) {
        try connection.run("UPDATE crm_events SET state = ? WHERE id = ?", state, id)
    }

    /// Returns the order of the event, or nil if the order is not known. The order id in the event counts first, and
    /// the CRM's id counts otherwise.
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
            """, crmOrderID)
    }
}
