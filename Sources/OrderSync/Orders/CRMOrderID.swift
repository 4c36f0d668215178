internal import Intake
internal import JobQueue
internal import SQLite

/// A proven id of an order in the CRM. It is a row of `crm_order_ids`. An id is never overwritten.
struct CRMOrderID: Sendable, Hashable, RowDecodable {
    enum Source: String, Sendable, CaseIterable, ColumnReadable, Bindable {
        /// The CRM's answer to the request contained the id.
        case answer
        /// A webhook with the token of the attempt contained the id.
        case webhook
        /// A person typed the id. The person may have typed the order's number instead, so this id does not contradict
        /// others.
        case person
    }

    let id: String
    let number: String?
    let source: Source
    /// When the id was proved, in milliseconds since 1970 (UTC).
    let provedAt: Int64

    init(_ row: Row) throws(SQLiteError) {
        id = try row.get("crm_order_id")
        number = try row.get("crm_order_number")
        source = try row.get("source")
        provedAt = try row.get("proved_at")
    }

    /// Stores an id.
    ///
    /// - Returns: if this id is new, the other ids under which the CRM itself has confirmed the order. If there are
    ///   any, the CRM has the order more than once.
    static func prove(
        _ id: String, number: String?, by source: Source, claim: (job: Int64, attempt: Int)?,
        of reference: OrderReference, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> [CRMOrderID] {
        let known = try all(of: reference, on: connection)
        let isNew = !known.contains { $0.id == id && $0.source != .person }
        if !isNew, known.contains(where: { $0.id == id && ($0.number != nil || number == nil) }) { return [] }
        try connection.run(
            """
            INSERT INTO crm_order_ids (order_id, incarnation, crm_order_id, crm_order_number, source, job, attempt,
                proved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET crm_order_number = coalesce(crm_order_number, excluded.crm_order_number),
                source = iif(source = 'person', excluded.source, source)
            """, reference.order, reference.incarnation, id, number, source, claim?.job, claim?.attempt, now)
        guard isNew, source != .person else { return [] }
        return known.filter { $0.source != .person && $0.id != id }
    }

    /// Whether the CRM has confirmed that it received the order from this attempt.
    static func isProved(
        _ reference: OrderReference, claim: (job: Int64, attempt: Int), on connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.scalar(
            """
            SELECT 1 FROM crm_order_ids WHERE order_id = ? AND incarnation = ? AND job = ? AND attempt = ?
            """, reference.order, reference.incarnation, claim.job, claim.attempt, as: Int.self) != nil
    }

    /// Returns the order's number that people see in Frontpad, or nil if only the id of the API is known.
    static func number(of reference: OrderReference, on connection: Connection) throws(SQLiteError) -> String? {
        let ids = try all(of: reference, on: connection)
        return ids.first { $0.source != .person }?.number ?? ids.first { $0.source == .person }?.id
    }

    /// Returns all known CRM ids of an order. The id that was proved first comes first.
    static func all(of reference: OrderReference, on connection: Connection) throws(SQLiteError) -> [CRMOrderID] {
        try connection.all(
            """
            SELECT crm_order_id, crm_order_number, source, proved_at FROM crm_order_ids
            WHERE order_id = ? AND incarnation = ? ORDER BY proved_at, crm_order_id
            """, reference.order, reference.incarnation)
    }
}
