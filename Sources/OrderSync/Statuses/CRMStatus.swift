internal import Frontpad
internal import Intake
internal import SQLite

/// The stored status of an order in the CRM.
struct CRMStatus: Sendable, Hashable, RowDecodable {
    /// The status code of the CRM, or the name of the status.
    let status: String
    /// The time of the status by the CRM's clock, or nil if no webhook has reported a time.
    let datetime: String?
    /// When the status arrived, in milliseconds since 1970 (UTC).
    let at: Int64

    init(_ row: Row) throws(SQLiteError) {
        status = try row.get("crm_status")
        datetime = try row.get("crm_status_datetime")
        at = try row.get("crm_status_at") ?? 0
    }

    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> CRMStatus? {
        try connection.first(
            """
            SELECT crm_status, crm_status_datetime, crm_status_at FROM every_order
            WHERE order_id = ? AND incarnation = ? AND crm_status IS NOT NULL
            """, reference.order, reference.incarnation)
    }

    /// Compares this status with a received event and decides what the event means. Webhooks are ordered by the CRM's
    /// clock, which counts seconds. All other events are ordered by their arrival.
    ///
    /// - Parameter time: the event's time by the CRM's clock, or nil if it is missing or cannot be used for ordering.
    func verdict(on received: ReceivedEvent, time: String?) -> ReceivedEvent.State {
        let isSame = FrontpadStatus(status).equivalents.contains {
            $0.lowercased() == received.event.status.lowercased()
        }
        if let datetime, let other = time {
            if other < datetime { return isSame ? .repeated : .older }
            return isSame ? .repeated : .applied
        }
        if received.receivedAt < at { return .older }
        return isSame ? .repeated : .applied
    }

    /// Stores the status of an event. If the event repeats the status, only the time changes.
    static func write(
        _ received: ReceivedEvent, time: String?, for reference: OrderReference, in connection: Connection
    ) throws(SQLiteError) {
        try connection.updateOrder(
            reference,
            set: """
                crm_status = ?3, crm_status_at = max(coalesce(crm_status_at, 0), ?4),
                crm_status_datetime = CASE WHEN ?5 > coalesce(crm_status_datetime, '') THEN ?5
                    ELSE crm_status_datetime END
                """, received.event.status, received.receivedAt, time)
    }
}
