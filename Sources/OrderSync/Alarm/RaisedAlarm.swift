internal import JobQueue
internal import SQLite

/// An alarm that has been raised. It is a row of `alarms`. The row makes sure that the manager is told only once, even
/// with several workers and after restarts.
struct RaisedAlarm: RowDecodable {
    enum Name: String {
        case ordersWaiting = "orders_waiting"
        case mailNotDelivered = "mail_not_delivered"
        case shopNotUpdated = "shop_not_updated"
    }

    /// The time since which something waits, in milliseconds since 1970.
    let since: Int64
    /// Whether this alarm sent a message. It is false if the manager already knows the cause from another message.
    let isTold: Bool

    init(_ row: Row) throws(SQLiteError) {
        since = try row.get("since")
        isTold = try row.get("is_told")
    }

    static func read(_ name: Name, on connection: Connection) throws(SQLiteError) -> RaisedAlarm? {
        try connection.first("SELECT since, is_told FROM alarms WHERE name = ?", name.rawValue)
    }

    /// - Returns: false if another worker was faster.
    static func raise(
        _ name: Name, since: Int64, isTold: Bool, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.run(
            "INSERT INTO alarms (name, since, raised_at, is_told) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            name.rawValue, since, now, isTold ? 1 : 0) == 1
    }

    /// - Returns: the alarm that has ended, or nil if there was none.
    static func end(_ name: Name, in connection: Connection) throws(SQLiteError) -> RaisedAlarm? {
        guard let raised = try read(name, on: connection) else { return nil }
        try connection.run("DELETE FROM alarms WHERE name = ?", name.rawValue)
        return raised
    }
}
