internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The shop's orders with documents that cannot be used. They are stored in `unusable_documents`. The manager is told
/// once about each.
enum UnusableDocuments {
    /// The time, in milliseconds, after which an order is forgotten. It is assumed that a person has dealt with the
    /// order by then.
    private static let remembered: Int64 = 7 * 86_400_000
    private static let unknown = """
        FROM unusable_documents WHERE NOT EXISTS
            (SELECT 1 FROM crm_orders WHERE crm_orders.order_id = CAST(unusable_documents.name AS INTEGER))
        """

    /// Stores the unusable orders of an answer and queues an e-mail about the new ones. Orders that the queue knows
    /// are left out, because they arrived in another way.
    static func note(
        _ portion: ResyncPortion, queue: JobQueue, settings: Settings, in connection: Connection
    ) throws(SQLiteError) {
        let now = queue.clock.now()
        for item in portion.items {
            try connection.run("DELETE FROM unusable_documents WHERE name = ?", String(item.document.id))
        }
        try connection.run(
            "DELETE FROM unusable_documents WHERE last_seen_at < ?", now.saturatingSubtracting(remembered))
        var new: [ResyncPortion.Unusable] = []
        for document in portion.unusable {
            if let id = document.id,
                try connection.scalar("SELECT 1 FROM crm_orders WHERE order_id = ?", id, as: Int.self) != nil
            {
                continue
            }
            let isKnown = try connection.run(
                "UPDATE unusable_documents SET reason = ?, last_seen_at = ? WHERE name = ?", document.reason, now,
                document.name)
            guard isKnown == 0 else { continue }
            try connection.run(
                "INSERT INTO unusable_documents (name, reason, first_seen_at, last_seen_at) VALUES (?1, ?2, ?3, ?3)",
                document.name, document.reason, now)
            new.append(document)
        }
        guard let first = new.first else { return }
        try Settlement(queue: queue, settings: settings).notify(
            subject: ShopMessages.unusableOrdersSubject(count: new.count),
            body: ShopMessages.unusableOrders(new.compactMap(\.id), count: new.count, reason: first.reason),
            reference: nil, topic: "unusable:\(first.name):\(now)", in: connection)
    }

    /// Returns the number of unusable orders that have not arrived in another way since.
    static func count(on connection: Connection) throws(SQLiteError) -> Int {
        try connection.scalar("SELECT count(*) \(unknown)", as: Int.self) ?? 0
    }

    struct Example: RowDecodable {
        let name: String
        let reason: String

        init(_ row: Row) throws(SQLiteError) {
            name = try row.get("name")
            reason = try row.get("reason")
        }
    }

    static func newest(on connection: Connection) throws(SQLiteError) -> Example? {
        try connection.first("SELECT name, reason \(unknown) ORDER BY first_seen_at DESC, name LIMIT 1")
    }
}
