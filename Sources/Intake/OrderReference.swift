public import JSON
public import SQLite

/// Identifies an order. The shop can use an id again for a new order, so the id alone is not enough. The incarnation
/// says which of the orders with this id is meant.
public struct OrderReference: Sendable, Hashable, RowDecodable {
    public let order: Int64
    public let incarnation: Int

    /// The subject that all jobs of this order have.
    public var subject: String { OrderReference.subject(of: order) }

    /// The subject for the jobs of an order. All orders that have had this id share it.
    public static func subject(of order: Int64) -> String { "order:\(order)" }

    /// - Returns: the order's id, or nil if jobs with this subject are not about an order.
    public static func order(ofSubject subject: String) -> Int64? {
        subject.hasPrefix("order:") ? Int64(subject.dropFirst("order:".count)) : nil
    }

    /// The unique key of the job that sends the order. The triggers in `migrations/shop` write the same key.
    public var sendJobKey: String { "send_order:\(order):\(incarnation)" }

    /// Returns true if the job with this key was about to send the order when the order was cancelled. If that job is
    /// running, the trigger `order_cancelled` renames its key to this form.
    public func isWithdrawn(jobKey: String?) -> Bool { jobKey?.hasPrefix("\(sendJobKey):withdrawn:") ?? false }

    public init(order: Int64, incarnation: Int) {
        self.order = order
        self.incarnation = incarnation
    }

    /// Reads the columns `order_id` and `incarnation` of a row.
    public init(_ row: Row) throws(SQLiteError) {
        order = try row.get("order_id")
        incarnation = try row.get("incarnation")
    }

    /// - Returns: nil if the job's args name no order.
    public init?(args: JSON) {
        guard let order = args["order"]?.int, let incarnation = args["incarnation"]?.int else { return nil }
        self.init(order: Int64(order), incarnation: incarnation)
    }

    /// The args that every job of this order starts with.
    public var args: JSON.Object { ["order": .number(order), "incarnation": .number(incarnation)] }
}
