internal import Intake
internal import SQLite

/// The story of an order. It is stored in `order_events`, with one row for each thing that happened.
enum OrderLog {
    /// Adds one row to the story. `detail` must be a text that people may read.
    static func append(
        _ reference: OrderReference, _ event: String, _ detail: String?, now: Int64, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            "INSERT INTO order_events (order_id, incarnation, at, event, detail) VALUES (?, ?, ?, ?, ?)",
            reference.order, reference.incarnation, now, event, detail)
    }
}
