public import SQLite

/// The names that a person may use for an order. A name is the order's id («125» or «#125») or its number («2611/5»).
/// If the shop has used the id for another order since, the name is the id with the incarnation («125@1»).
public enum OrderName {
    /// - Returns: the order, or nil if no order has the name.
    /// - Throws: ``AmbiguousOrderName`` if several orders have the name, or `SQLiteError`.
    public static func find(_ name: String, on connection: Connection) throws -> OrderReference? {
        if name.hasPrefix("#") {
            guard let id = Int64(name.dropFirst()) else { return nil }
            return try newest(id: id, on: connection)
        }
        let parts = name.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, let id = Int64(parts[0]), let incarnation = Int(parts[1]) {
            return try connection.first(
                "SELECT order_id, incarnation FROM every_order WHERE order_id = ? AND incarnation = ?", id, incarnation)
        }
        var found: [OrderReference] = try connection.all(
            """
            SELECT order_id, incarnation FROM crm_orders WHERE num = ?1
            UNION ALL SELECT order_id, incarnation FROM archived_orders WHERE num = ?1
            ORDER BY order_id, incarnation
            """, name)
        if let id = Int64(name), let order = try newest(id: id, on: connection), !found.contains(order) {
            found.append(order)
        }
        guard found.count < 2 else {
            throw AmbiguousOrderName(
                name: name, orders: try found.map { order throws(SQLiteError) in try unique(order, on: connection) })
        }
        return found.first
    }

    /// Returns a name that means only this order. It is «#125», or «125@1» if the shop has used the id for another
    /// order since.
    public static func unique(_ order: OrderReference, on connection: Connection) throws(SQLiteError) -> String {
        try newest(id: order.order, on: connection) == order ? "#\(order.order)" : "\(order.order)@\(order.incarnation)"
    }

    private static func newest(id: Int64, on connection: Connection) throws(SQLiteError) -> OrderReference? {
        try connection.first("SELECT order_id, incarnation FROM crm_orders WHERE order_id = ?", id)
    }
}

/// Several orders have the name that a person gave.
public struct AmbiguousOrderName: Error, Sendable, Hashable, CustomStringConvertible {
    public let name: String
    /// Unambiguous names, one for each of these orders.
    public let orders: [String]

    public var description: String {
        "several orders are named \(name): say which one you mean, \(orders.joined(separator: " or "))"
    }
}
