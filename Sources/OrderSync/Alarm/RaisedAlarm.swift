internal import JobQueue
internal import SQLite

/// A row of `alarms`: something is wrong, and several workers and restarts tell it once.
struct RaisedAlarm: RowDecodable {
    enum Name: String {
        case ordersWaiting = "orders_waiting"
        case mailNotDelivered = "mail_not_delivered"
        case shopNotUpdated = "shop_not_updated"
    }

    /// Since when something waits. Milliseconds since 1970.
    let since: Int64
    /// False where another message has told of the same cause.
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

    /// - Returns: the alarm that is over; nil if there was none.
    static func end(_ name: Name, in connection: Connection) throws(SQLiteError) -> RaisedAlarm? {
        guard let raised = try read(name, on: connection) else { return nil }
        try connection.run("DELETE FROM alarms WHERE name = ?", name.rawValue)
        return raised
    }
}
