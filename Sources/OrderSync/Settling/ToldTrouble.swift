internal import Intake
internal import SQLite

/// A record that the shop and the manager were told that an order failed or is in doubt. It is a row of
/// `told_troubles`.
struct ToldTrouble: RowDecodable {
    /// The order's status in the shop before the error status, or nil if it is not known.
    let statusBefore: Int?

    init(_ row: Row) throws(SQLiteError) { statusBefore = try row.get("status_before") }

    /// - Parameter statusBefore: the status before the error status. If it is nil, the stored value stays, because the
    ///   order already had the error status.
    static func store(
        _ reference: OrderReference, statusBefore: Int?, now: Int64, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO told_troubles (order_id, incarnation, told_at, status_before) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET told_at = excluded.told_at,
                status_before = coalesce(excluded.status_before, status_before)
            """, reference.order, reference.incarnation, now, statusBefore)
    }

    /// Reads and deletes the record of an order.
    ///
    /// - Returns: the record, or nil if nobody was told.
    static func take(_ reference: OrderReference, in connection: Connection) throws(SQLiteError) -> ToldTrouble? {
        let told: ToldTrouble? = try connection.first(
            "SELECT status_before FROM told_troubles WHERE order_id = ? AND incarnation = ?", reference.order,
            reference.incarnation)
        guard told != nil else { return nil }
        try connection.run(
            "DELETE FROM told_troubles WHERE order_id = ? AND incarnation = ?", reference.order, reference.incarnation)
        return told
    }
}
