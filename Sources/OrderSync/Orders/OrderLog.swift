internal import Intake
internal import SQLite

/// The story of an order: what happened to it, line by line, in `order_events`.
enum OrderLog {
    /// Adds one line. `detail` may be shown to a person.
    static func append(
        _ reference: OrderReference, _ event: String, _ detail: String?, now: Int64, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            "INSERT INTO order_events (order_id, incarnation, at, event, detail) VALUES (?, ?, ?, ?, ?)",
            reference.order, reference.incarnation, now, event, detail)
    }
}
