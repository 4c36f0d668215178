public import JSON
public import SQLite

/// Which order a job is about: its id in the shop, and which of the orders that have had this id.
public struct OrderReference: Sendable, Hashable, RowDecodable {
    public let order: Int64
    public let incarnation: Int

    /// The subject of the order's jobs.
    public var subject: String { OrderReference.subject(of: order) }

    /// The subject of the jobs of all orders that have had an id.
    public static func subject(of order: Int64) -> String { "order:\(order)" }

    /// - Returns: the id of the order that a job of this subject is about; nil where it is about something else.
    public static func order(ofSubject subject: String) -> Int64? {
        subject.hasPrefix("order:") ? Int64(subject.dropFirst("order:".count)) : nil
    }

    /// The unique key of the job that sends the order, as the triggers of `migrations/shop` write it.
    public var sendJobKey: String { "send_order:\(order):\(incarnation)" }

    /// Whether the job with this key was to send the order when it was cancelled. The trigger `order_cancelled` takes the key
    /// away from a job that is running.
    public func isWithdrawn(jobKey: String?) -> Bool { jobKey?.hasPrefix("\(sendJobKey):withdrawn:") ?? false }

    public init(order: Int64, incarnation: Int) {
        self.order = order
        self.incarnation = incarnation
    }

    /// The columns `order_id` and `incarnation` of a row.
    public init(_ row: Row) throws(SQLiteError) {
        order = try row.get("order_id")
        incarnation = try row.get("incarnation")
    }

    /// - Returns: nil where the args of the job name no order.
    public init?(args: JSON) {
        guard let order = args["order"]?.int, let incarnation = args["incarnation"]?.int else { return nil }
        self.init(order: Int64(order), incarnation: incarnation)
    }

    /// The beginning of a job's args.
    public var args: JSON.Object { ["order": .number(order), "incarnation": .number(incarnation)] }
}
