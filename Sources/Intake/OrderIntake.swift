internal import JobQueue
public import SQLite
public import Shop

/// Accepts orders. It inserts the same row into `orders` as any other program would. Triggers do the rest.
public struct OrderIntake: Sendable {
    let database: Database
    private let queue: JobQueue

    public init(database: Database) {
        self.database = database
        queue = JobQueue(database: database)
    }

    /// An order document in two forms: parsed, and as the text that is stored.
    public struct Item: Sendable {
        public let document: OrderDocument
        public let text: String

        /// - Throws: ``OrderDocumentError``.
        public init(_ bytes: [UInt8]) throws(OrderDocumentError) {
            document = try OrderDocument.parse(bytes)
            // The final line break belongs to the file, not to the document.
            let end = bytes.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? 0
            text = String(decoding: bytes[..<end], as: UTF8.self)
        }
    }

    /// Stores the orders in one transaction. The caller rings the doorbell after this call.
    ///
    /// - Returns: a receipt for each order, in the same order.
    public func store(_ items: [Item]) throws -> [OrderReceipt] {
        try database.write { connection in
            let zone = OrderIntake.zone(on: connection)
            return try items.map { item throws(SQLiteError) in try store(item, zone: zone, in: connection) }
        }
    }

    /// The time zone from the settings, or nil if the settings have none or have one that cannot be used.
    static func zone(on connection: Connection) -> Zone? {
        let timezone = Settings.all.shop.timezone
        return try? timezone.value(of: try SettingsStore.value(of: timezone.key, on: connection))
    }

    func store(_ item: Item, zone: Zone?, in connection: Connection) throws(SQLiteError) -> OrderReceipt {
        let document = item.document
        let createdon = document.createdonMilliseconds(zone: zone)
        let before = try stored(document.id, on: connection)
        func receipt(_ effect: OrderReceipt.Effect, num: String?) throws(SQLiteError) -> OrderReceipt {
            OrderReceipt(id: document.id, num: num, effect: effect, sending: try sending(document.id, on: connection))
        }
        if let before, try isKnown(item, createdon: createdon, on: connection) {
            return try receipt(.unchanged, num: before.num)
        }
        try connection.run(
            """
            INSERT INTO orders (id, num, createdon, createdon_local, status, event, event_seq, document, payment)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, document.id, document.num, createdon, document.createdonText, document.status, document.event,
            document.eventSeq, item.text, document.payment)
        let after = try stored(document.id, on: connection)
        let isOlder = before?.eventSeq.flatMap { known in document.eventSeq.map { $0 < known } } ?? false
        return try receipt(before != after ? .stored : isOlder ? .older : .unchanged, num: after?.num)
    }

    /// Returns true if inserting the order would change nothing. The first statement of the trigger
    /// `orders_before_insert` has the same rule for other writers. Checking it here saves SQLite from compiling the
    /// triggers. For a repeated order, compiling them would take longer than everything else.
    private func isKnown(_ item: Item, createdon: Int64?, on connection: Connection) throws(SQLiteError) -> Bool {
        let document = item.document
        return try connection.scalar(
            """
            SELECT 1 FROM orders JOIN crm_orders ON crm_orders.order_id = orders.id
            WHERE orders.id = ?1 AND orders.num IS coalesce(?2, orders.num)
                AND orders.createdon IS coalesce(?3, orders.createdon)
                AND orders.createdon_local IS coalesce(?4, orders.createdon_local)
                AND status IS coalesce(?5, status) AND event IS coalesce(?6, 'status')
                AND event_seq IS coalesce(?7, event_seq) AND document IS ?8 AND payment IS coalesce(?9, payment)
            """, document.id, document.num, createdon, document.createdonText, document.status, document.event,
            document.eventSeq, item.text, document.payment, as: Int.self) != nil
    }

    /// A row of `orders`.
    private struct StoredOrder: RowDecodable, Equatable {
        let num: String?
        let status: Int?
        let event: OrderDocument.Event?
        let eventSeq: Int64?
        let document: String?
        let createdon: Value

        init(_ row: Row) throws(SQLiteError) {
            num = try row.get("num")
            status = try row.get("status")
            event = try row.get("event")
            eventSeq = try row.get("event_seq")
            document = try row.get("document")
            createdon = try row.get("createdon")
        }
    }

    private func stored(_ id: Int64, on connection: Connection) throws(SQLiteError) -> StoredOrder? {
        try connection.first("SELECT num, status, event, event_seq, document, createdon FROM orders WHERE id = ?", id)
    }

    /// Returns what has happened or will happen to an order.
    public func sending(_ id: Int64, on connection: Connection) throws(SQLiteError) -> OrderReceipt.Sending {
        let standing = try CRMStanding.read(id, on: connection)
        switch standing?.state {
        case .sending: return .sending
        case .sent: return .sent(crmOrderID: standing?.crmOrderID)
        case .inDoubt: return .inDoubt
        case .failed: return .failed(reason: standing?.reason)
        case .new, nil: break
        }
        if let key = standing?.reference.sendJobKey, let job = try queue.unfinished(uniqueKey: key, on: connection) {
            return .queued(job: job)
        }
        let obstacle = try connection.first(
            "SELECT obstacle, trigger_status FROM order_obstacles WHERE order_id = ? AND incarnation = ?", id,
            standing?.reference.incarnation, as: OrderObstacle.self)
        switch obstacle?.kind {
        case .waitsForSettings, nil: return .waitsForSettings
        case .waitsForStatus: return .waitsForStatus(obstacle?.triggerStatus.flatMap(Int.init) ?? 0)
        case .notCreatedHere: return .notCreatedHere
        case .unusableSetting: return .unusableSetting(obstacle?.triggerStatus ?? "")
        case .madeBeforeInstallation: return .madeBeforeInstallation
        case .reachedStatusBefore: return .reachedStatusBefore
        case .cancelled: return .cancelled
        }
    }
}

/// The raw values are the values of the column `orders.event`.
extension OrderDocument.Event: ColumnReadable, Bindable {}

extension UInt8 {
    /// Whether the byte is JSON white space (RFC 8259, section 2).
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
