public import Intake
public import JSON
public import SQLite

/// The orders in a form for other programs. Each order is an object with the column names of `every_order`. The
/// order's `id` and the shop's `status` come first. Other programs rely on these names.
public enum OrderRows {
    /// - Parameters:
    ///   - state: the state of the listed orders, or nil for all states.
    ///   - last: the last order of the previous page, or nil for the first page.
    public static func list(
        state: CRMState?, limit: Int, after last: OrderReference? = nil, on connection: Connection
    ) throws(SQLiteError) -> [JSON] {
        try connection.all(
            """
            \(select) WHERE (?1 IS NULL OR crm_state = ?1) AND (?3 IS NULL OR (order_id, incarnation) < (?3, ?4))
            ORDER BY order_id DESC, incarnation DESC LIMIT ?2
            """, state, limit, last?.order, last?.incarnation
        ) { row throws(SQLiteError) in .object(try object(row)) }
    }

    public static func read(_ order: OrderReference, on connection: Connection) throws(SQLiteError) -> JSON.Object? {
        try connection.first(
            "\(select) WHERE order_id = ? AND incarnation = ?", order.order, order.incarnation
        ) { row throws(SQLiteError) in try object(row) }
    }

    /// Returns the order that a row of ``list(state:limit:after:on:)`` is about.
    public static func reference(of row: JSON) -> OrderReference? {
        guard let order = row["order_id"]?.int, let incarnation = row["incarnation"]?.int else { return nil }
        return OrderReference(order: Int64(order), incarnation: incarnation)
    }

    private static let select = """
        SELECT order_id AS id, status, order_id, incarnation, is_archived, num, createdon, createdon_local, crm_state,
            crm_order_id, crm_order_number, crm_status, created_event_at, status_since, send_requested_at, sending_job,
            sending_attempt, sending_worker, sending_at, sent_at, reason, failed_seq, crm_status_datetime,
            crm_status_at, shop_status_set, shop_status_set_at, cancelled_at, cancel_reason
        FROM every_order
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
