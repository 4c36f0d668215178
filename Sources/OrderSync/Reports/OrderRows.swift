public import Intake
public import JSON
public import SQLite

/// The orders for programs: the rows of `crm_orders` under their column names, with the order's `id` and the shop's
/// `status` in front. Other programs rely on these names.
public enum OrderRows {
    /// - Parameter state: only orders in this state.
    public static func list(
        state: CRMState?, limit: Int, on connection: Connection
    ) throws(SQLiteError) -> [JSON] {
        try connection.all(
            """
            \(select) WHERE (?1 IS NULL OR c.crm_state = ?1) ORDER BY c.order_id DESC LIMIT ?2
            """, state, limit
        ) { row throws(SQLiteError) in .object(try object(row)) }
    }

    public static func read(_ id: Int64, on connection: Connection) throws(SQLiteError) -> JSON.Object? {
        try connection.first("\(select) WHERE c.order_id = ?", id) { row throws(SQLiteError) in try object(row) }
    }

    private static let select = """
        SELECT c.order_id AS id, o.status, c.* FROM crm_orders AS c LEFT JOIN orders AS o ON o.id = c.order_id
        """

    private static func object(_ row: Row) throws(SQLiteError) -> JSON.Object {
        var object = JSON.Object()
        for name in row.columnNames {
            switch try row.get(name, as: Value.self) {
            case .null: object[name] = .null
            case .integer(let integer): object[name] = .number(integer)
            case .real(let real): object[name] = .string("\(real)")
            case .text(let text): object[name] = .string(text)
            case .blob: object[name] = .null
            }
        }
        return object
    }
}
