internal import Intake
internal import SQLite

/// The status that an order had in the shop before its error status was set there. It is a row of
/// `statuses_before_error`. Only the shop knows it for sure, because events come late, and a checkout sets its first
/// status a moment after the creation.
enum StatusBeforeError {
    /// - Parameter status: as the shop's command answered.
    static func store(
        _ status: Int, of reference: OrderReference, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO statuses_before_error (order_id, incarnation, status) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET status = excluded.status
            """, reference.order, reference.incarnation, status)
    }

    /// - Returns: nil where the shop has not told it.
    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> Int? {
        try connection.scalar(
            "SELECT status FROM statuses_before_error WHERE order_id = ? AND incarnation = ?", reference.order,
            reference.incarnation)
    }

    static func delete(_ reference: OrderReference, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            "DELETE FROM statuses_before_error WHERE order_id = ? AND incarnation = ?", reference.order,
            reference.incarnation)
    }
}
