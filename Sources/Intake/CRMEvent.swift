public import SQLite

/// A change of an order's status in the CRM. Each event is a row of `crm_events`.
public struct CRMEvent: Sendable, Hashable, RowDecodable {
    public enum Source: String, Sendable, CaseIterable, ColumnReadable, Bindable {
        case webhook
        case poll
        /// A person or a program reported the change with a command.
        case command
    }

    public let source: Source
    /// The order's id in the CRM, or nil if only the shop's id is known.
    public let crmOrderID: String?
    /// The order's id in the shop.
    public let orderID: Int64?
    public let incarnation: Int?
    /// The job that sent the order. Together with ``attempt`` it names the attempt that the CRM accepted.
    public let job: Int64?
    public let attempt: Int?
    /// The secret token of that attempt. A trigger stores a webhook only if its token is right. The token itself is
    /// not kept in `crm_events`.
    public let token: String?
    /// The status code of the CRM, or the name of the status.
    public let status: String
    /// The time of the change in the CRM's local time, or nil if the CRM gave none.
    public let datetime: String?

    /// At least one of the two ids must be given.
    public init(
        source: Source, crmOrderID: String? = nil, orderID: Int64? = nil, incarnation: Int? = nil, job: Int64? = nil,
        attempt: Int? = nil, token: String? = nil, status: String, datetime: String? = nil
    ) {
        self.source = source
        self.crmOrderID = crmOrderID
        self.orderID = orderID
        self.incarnation = incarnation
        self.job = job
        self.attempt = attempt
        self.token = token
        self.status = status
        self.datetime = datetime
    }

    public init(_ row: Row) throws(SQLiteError) {
        source = try row.get("source")
        crmOrderID = try row.get("crm_order_id")
        orderID = try row.get("order_id")
        incarnation = try row.get("incarnation")
        job = try row.get("job")
        attempt = try row.get("attempt")
        token = nil
        status = try row.get("status")
        datetime = try row.get("datetime")
    }

    /// Stores the event in the caller's transaction. A trigger inserts the job that applies the event. The caller
    /// rings the doorbell after the commit.
    ///
    /// - Returns: the event's id.
    @discardableResult
    public func store(in connection: Connection) throws(SQLiteError) -> Int64 {
        try connection.run(
            """
            INSERT INTO crm_events (source, crm_order_id, order_id, incarnation, job, attempt, token, status, datetime)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, source, crmOrderID, orderID, incarnation, job, attempt, token, status, datetime)
        return connection.lastInsertedRowID
    }
}
