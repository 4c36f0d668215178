internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The data for polling one order.
struct PolledOrder: Sendable, RowDecodable {
    let reference: OrderReference
    /// The order's id in the CRM, or nil if the CRM accepted the order without an id.
    let crmOrderID: String?
    let crmStatus: String?
    /// The status that the order has in the shop after all waiting updates.
    private(set) var shopStatus: Int?
    /// When the order was created, in milliseconds since 1970 (UTC).
    let createdAt: Int64
    private let document: String?

    init(_ row: Row) throws(SQLiteError) {
        reference = try OrderReference(row)
        crmOrderID = try row.get("crm_order_id")
        crmStatus = try row.get("crm_status")
        createdAt = try row.get("created_at") ?? 0
        document = try row.get("document")
    }

    /// - Returns: the order, or nil if the shop has used its id for another order since.
    static func read(
        _ reference: OrderReference, queue: JobQueue, on connection: Connection
    ) throws(SQLiteError) -> PolledOrder? {
        let found = try connection.first(
            """
            SELECT c.order_id, c.incarnation, c.crm_order_id, c.crm_status, o.document, \(OrderAge.sql) AS created_at
            FROM crm_orders AS c LEFT JOIN orders AS o ON o.id = c.order_id
            WHERE c.order_id = ? AND c.incarnation = ?
            """, reference.order, reference.incarnation, as: PolledOrder.self)
        guard var order = found else { return nil }
        order.shopStatus = try ShopStatus.expected(reference, queue: queue, on: connection)
        return order
    }

    /// Returns the query for the order's status. It uses the CRM's id, or else the phone number, as in the original
    /// component.
    func query(_ settings: Settings, now: Int64) -> StatusQuery? {
        if let crmOrderID { return .order(id: crmOrderID) }
        return phone(settings, now: now).map(StatusQuery.phone)
    }

    /// Returns the phone number that the order was sent with, or nil if it has none.
    func phone(_ settings: Settings, now: Int64) -> String? {
        guard let document, let order = try? OrderDocument.parse(Array(document.utf8)),
            case .request(let mapped) = OrderMapper(settings: settings, now: now).map(order)
        else { return nil }
        return mapped.order.fields[.phone]
    }
}
