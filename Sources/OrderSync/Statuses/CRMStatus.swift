internal import Frontpad
internal import Intake
internal import SQLite

/// The stored status of an order in the CRM.
struct CRMStatus: Sendable, Hashable, RowDecodable {
    /// A code or a name.
    let status: String
    /// The CRM's clock; nil if no webhook has reported a time.
    let datetime: String?
    /// When it arrived, in milliseconds since 1970 in UTC.
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

    /// Compares this status with a later event. Webhooks are ordered by the CRM's clock, in seconds; everything else by
    /// arrival.
    ///
    /// - Parameter time: the event's time of the CRM, where it orders the event.
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

    /// Stores the status of an event. An event that repeats the status updates its time.
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
