internal import JSON
internal import SQLite
internal import Shop

/// Takes in what a comparison with the shop has found.
extension OrderIntake {
    /// Stores the orders that the queue does not know, as the event `import`. Of the orders that it knows, only those are
    /// touched that wait for a status that the shop says they have: then the hook of that status was lost.
    ///
    /// - Parameter items: documents of the shop, whatever event they name.
    /// - Returns: what was stored, one receipt for each order. The caller rings the doorbell if there is one.
    public func storeMissing(_ items: [Item]) throws -> [OrderReceipt] {
        // Read first: usually nothing is missing, and the writers' lock is not needed.
        let candidates = try database.read { connection in
            try items.filter { item throws(SQLiteError) in try !isSettled(item, on: connection) }
        }
        guard !candidates.isEmpty else { return [] }
        return try database.write { connection in
            let zone = OrderIntake.zone(on: connection)
            return try candidates.compactMap { item throws(SQLiteError) in
                guard let event = try missingEvent(item, zone: zone, in: connection) else { return nil }
                return try store(item.reporting(event), zone: zone, in: connection)
            }
        }
    }

    /// Whether the queue knows the order, by its id and creation time, and waits for nothing that the document says.
    private func isSettled(_ item: Item, on connection: Connection) throws(SQLiteError) -> Bool {
        let known = try connection.scalar(
            "SELECT incarnation FROM every_order WHERE order_id = ? AND createdon_local = ? ORDER BY incarnation DESC",
            item.document.id, item.document.createdonText, as: Int.self)
        guard let known else { return false }
        return try !waits(OrderReference(order: item.document.id, incarnation: known), for: item, on: connection)
    }

    /// The event that the queue has missed; nil: none.
    private func missingEvent(
        _ item: Item, zone: Zone?, in connection: Connection
    ) throws(SQLiteError) -> OrderDocument.Event? {
        let document = item.document
        guard try CRMStanding.read(document.id, on: connection) != nil else { return .import }
        // The rule «is this the same order?» of the schema.
        try connection.run(
            "INSERT INTO order_arrivals (order_id, num, createdon, createdon_local) VALUES (?, ?, ?, ?)", document.id,
            document.num, document.createdonMilliseconds(zone: zone), document.createdonText)
        let known = try connection.scalar("SELECT incarnation FROM order_of_event", as: Int.self)
        guard let known else { return .import }
        let reference = OrderReference(order: document.id, incarnation: known)
        return try waits(reference, for: item, on: connection) ? .status : nil
    }

    /// Whether the order waits for the status that the document has, and the document is newer than what is known.
    private func waits(
        _ reference: OrderReference, for item: Item, on connection: Connection
    ) throws(SQLiteError) -> Bool {
        guard let status = item.document.status, let eventSeq = item.document.eventSeq else { return false }
        return try connection.scalar(
            """
            SELECT 1 FROM order_obstacles JOIN orders ON orders.id = order_obstacles.order_id
            JOIN crm_orders USING (order_id, incarnation)
            WHERE order_id = ? AND incarnation = ? AND order_obstacles.crm_state = 'new'
                AND obstacle = 'waits_for_status' AND CAST(trigger_status AS INTEGER) = ?
                AND coalesce(orders.event_seq, -1) < ?
            """, reference.order, reference.incarnation, status, eventSeq, as: Int.self) != nil
    }
}

extension OrderIntake.Item {
    /// The same order with another event.
    fileprivate func reporting(_ event: OrderDocument.Event) -> OrderIntake.Item {
        guard document.event != event, var object = try? JSON.parse(text, limits: OrderDocument.limits).object else {
            return self
        }
        object["event"] = .string(event.rawValue)
        // The document was read before, so it can be read again.
        return (try? OrderIntake.Item(Array(JSON.object(object).serialized().utf8))) ?? self
    }
}
