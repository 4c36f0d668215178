public import Intake
internal import JSON
public import JobQueue
public import SQLite

/// A summary of an order for people. Times are in milliseconds since 1970 (UTC).
public struct OrderSummary: Sendable, Hashable, RowDecodable {
    public let reference: OrderReference
    /// The order's id in the shop.
    public var id: Int64 { reference.order }
    /// Whether the shop has used the id for another order since.
    public let isArchived: Bool
    public let num: String?
    /// The order's status in the shop, or nil if it is not known.
    public let status: Int?
    public let crmState: CRMState
    public let crmOrderID: String?
    public let crmOrderNumber: String?
    public let crmStatus: String?
    public let createdEventAt: Int64?
    public let sentAt: Int64?
    public let reason: String?
    /// When the order was cancelled, or nil if it is not cancelled.
    public let cancelledAt: Int64?
    /// A name that means only this order. It is the id, or the id with the incarnation if the shop has used the id for
    /// another order since.
    public var uniqueName: String { isArchived ? "\(reference.order)@\(reference.incarnation)" : "\(reference.order)" }

    /// Returns the orders with the highest ids. The newest order comes first.
    ///
    /// - Parameter state: the state of the listed orders, or nil for all states.
    public static func list(
        state: CRMState?, limit: Int, on connection: Connection
    ) throws(SQLiteError) -> [OrderSummary] {
        try connection.all(
            """
            \(select) WHERE (?1 IS NULL OR crm_state = ?1) ORDER BY order_id DESC, incarnation DESC LIMIT ?2
            """, state, limit)
    }

    public static func read(_ order: OrderReference, on connection: Connection) throws(SQLiteError) -> OrderSummary? {
        try connection.first(
            "\(select) WHERE order_id = ? AND incarnation = ?", order.order, order.incarnation)
    }

    /// Returns the number of orders in each state. A state without orders is missing.
    public static func counts(on connection: Connection) throws(SQLiteError) -> [CRMState: Int] {
        try connection.dictionary("SELECT crm_state, count(*) FROM crm_orders GROUP BY crm_state")
    }

    /// Returns the number of orders in each state, without sent orders. The number of sent orders only grows, so
    /// counting them would take longer and longer. Index: crm_orders_state.
    public static func openCounts(on connection: Connection) throws(SQLiteError) -> [CRMState: Int] {
        try connection.dictionary(openCountsSQL)
    }

    static let openCountsSQL = """
        SELECT crm_state, count(*) FROM crm_orders
        WHERE crm_state IN ('new', 'sending', 'in_doubt', 'failed') GROUP BY crm_state
        """

    private static let select = """
        SELECT order_id, incarnation, is_archived, num, status, crm_state, crm_order_id, crm_order_number, crm_status,
            created_event_at, sent_at, reason, cancelled_at
        FROM every_order
        """

    public init(_ row: Row) throws(SQLiteError) {
        reference = try OrderReference(row)
        isArchived = try row.get("is_archived", as: Int.self) == 1
        num = try row.get("num")
        status = try row.get("status")
        crmState = try row.get("crm_state")
        crmOrderID = try row.get("crm_order_id")
        crmOrderNumber = try row.get("crm_order_number")
        crmStatus = try row.get("crm_status")
        createdEventAt = try row.get("created_event_at")
        sentAt = try row.get("sent_at")
        reason = try row.get("reason")
        cancelledAt = try row.get("cancelled_at")
    }
}

/// Everything that happened to an order, sorted by time.
public struct OrderStory: Sendable {
    public struct Entry: Sendable, Hashable {
        /// The time of the event, in milliseconds since 1970 (UTC).
        public let at: Int64
        /// The name of the event, which programs can read too, such as "sent".
        public let event: String
        public let detail: String?
    }

    public let order: OrderSummary
    /// All CRM ids that were ever proved for the order or typed by a person. The oldest one comes first.
    public let crmOrderIDs: [String]
    /// The events of the shop, the events of the queue, and the attempts of the order's jobs.
    public let entries: [Entry]
    public let jobs: [Job]

    /// - Returns: the story, or nil if the queue does not know the order.
    public static func read(
        _ reference: OrderReference, queue: JobQueue, on connection: Connection
    ) throws(SQLiteError) -> OrderStory? {
        guard let order = try OrderSummary.read(reference, on: connection) else { return nil }
        var entries: [Entry] = try connection.all(
            "SELECT at, event, detail FROM order_events WHERE order_id = ? AND incarnation = ? ORDER BY id",
            reference.order, reference.incarnation)
        // Jobs about another order with the same id belong to the story of that order.
        let jobs = try queue.jobs(about: reference.subject, on: connection).filter { job in
            guard let args = try? JSON.parse(job.args), let other = OrderReference(args: args) else { return true }
            return other == reference
        }
        for job in jobs {
            for attempt in try queue.attempts(of: job.id, on: connection) {
                guard let outcome = attempt.outcome, outcome != .completed else { continue }
                // The evidence of a doubt is stored in the story itself, because attempts may be pruned. It is not
                // shown twice.
                if entries.contains(where: { $0.event == "evidence" && $0.detail == attempt.error }) { continue }
                entries.append(
                    Entry(
                        at: attempt.endedAt ?? attempt.startedAt, event: "\(job.kind) \(outcome.rawValue)",
                        detail: attempt.error))
            }
        }
        // The sort is stable, so events with the same time keep their order.
        let sorted = entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return OrderStory(
            order: order, crmOrderIDs: try CRMOrderID.all(of: reference, on: connection).map(\.id),
            entries: sorted.map(\.element), jobs: jobs)
    }
}

extension OrderStory.Entry: RowDecodable {
    public init(_ row: Row) throws(SQLiteError) {
        at = try row.get("at")
        event = try row.get("event")
        detail = try row.get("detail")
    }
}
