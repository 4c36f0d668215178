internal import JobQueue
public import SQLite
public import Shop

/// Accepts orders. It writes the same row as any other program; triggers do the rest.
public struct OrderIntake: Sendable {
    private let database: Database
    private let queue: JobQueue

    public init(database: Database) {
        self.database = database
        queue = JobQueue(database: database)
    }

    /// A parsed document with its text. The text is stored.
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

    /// Stores the orders in one transaction. The caller rings the doorbell.
    ///
    /// - Returns: a receipt for each order, in the same order.
    public func store(_ items: [Item]) throws -> [OrderReceipt] {
        try database.write { connection in
            let timezone = Settings.all.shop.timezone
            let zone = try? timezone.value(of: try SettingsStore.value(of: timezone.key, on: connection))
            return try items.map { item throws(SQLiteError) in try store(item, zone: zone, in: connection) }
        }
    }

    private func store(_ item: Item, zone: Zone?, in connection: Connection) throws(SQLiteError) -> OrderReceipt {
        let document = item.document
        let before = try row(document.id, on: connection)
        try connection.run(
            """
            INSERT INTO orders (id, num, createdon, createdon_local, status, event, event_seq, document)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, document.id, document.num, document.createdonMilliseconds(zone: zone), document.createdon?.text,
            document.status, document.event.rawValue, document.eventSeq, item.text)
        let after = try row(document.id, on: connection)
        let isOlder = before?.eventSeq.flatMap { known in document.eventSeq.map { $0 < known } } ?? false
        let effect: OrderReceipt.Effect =
            if before == after { isOlder ? .older : .unchanged } else { .stored }
        return OrderReceipt(
            id: document.id, num: after?.num, effect: effect, sending: try sending(document.id, on: connection))
    }

    private struct Row: Equatable {
        let num: String?
        let status: Int?
        let event: String?
        let eventSeq: Int64?
        let document: String?
        let createdon: Value?
    }

    private func row(_ id: Int64, on connection: Connection) throws(SQLiteError) -> Row? {
        try connection.first(
            "SELECT num, status, event, event_seq, document, createdon FROM orders WHERE id = ?", id
        ) { row throws(SQLiteError) in
            Row(
                num: try row.get("num"), status: try row.get("status"), event: try row.get("event"),
                eventSeq: try row.get("event_seq"), document: try row.get("document"),
                createdon: try row.get("createdon", as: Value.self))
        }
    }

    /// What will happen to an order.
    public func sending(_ id: Int64, on connection: Connection) throws(SQLiteError) -> OrderReceipt.Sending {
        let key: String? = try connection.scalar(
            "SELECT 'send_order:' || order_id || ':' || incarnation FROM crm_orders WHERE order_id = ?", id)
        let job = try key.flatMap { key throws(SQLiteError) in try queue.unfinished(uniqueKey: key, on: connection) }
        let state = try connection.first(
            "SELECT crm_state, crm_order_id, reason, created_event_at, status_since FROM crm_orders WHERE order_id = ?",
            id
        ) { row throws(SQLiteError) in
            (
                state: try row.get("crm_state", as: String.self), crmID: try row.get("crm_order_id", as: String?.self),
                reason: try row.get("reason", as: String?.self),
                createdAt: try row.get("created_event_at", as: Int64?.self),
                statusSince: try row.get("status_since", as: Int64?.self)
            )
        }
        switch state?.state {
        case "sending": return .sending
        case "sent": return .sent(crmOrderID: state?.crmID)
        case "in_doubt": return .inDoubt
        case "failed": return .failed(reason: state?.reason)
        default: break
        }
        if let job { return .queued(job: job) }
        let setting = Settings.all.sending.sendStatus
        let stored = try SettingsStore.value(of: setting.key, on: connection)
        switch try? setting.value(of: stored) {
        case .notSet: return .waitsForSettings
        case .atCreation: return .notCreatedHere
        case nil: return .unusableSetting(stored ?? "")
        case .status(let trigger):
            let row = try row(id, on: connection)
            if row?.status != trigger { return .waitsForStatus(trigger) }
            return row?.event == "import" ? .madeBeforeInstallation : .reachedStatusBefore
        }
    }
}

extension UInt8 {
    /// White space of JSON (RFC 8259, section 2).
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
