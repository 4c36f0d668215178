internal import JSON
internal import SQLite
internal import Shop

/// Stores the orders that a comparison with the shop has found missing.
extension OrderIntake {
    /// Stores the orders that the queue does not know, with the event `import`. Also stores an order that the queue
    /// knows if that order waits for its trigger status and the shop says that it has the status. In this case the
    /// hook that should have reported the status was lost. Other known orders stay unchanged.
    ///
    /// - Parameter items: order documents from the shop. The events in them are ignored.
    /// - Returns: one receipt for each stored order. If there is at least one, the caller rings the doorbell.
    public func storeMissing(_ items: [Item]) throws -> [OrderReceipt] {
        // Read first. Usually nothing is missing, so the writers' lock is not needed.
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

    /// Returns true if the document brings nothing new. Then the queue knows an order with this id and creation time,
    /// and the order does not wait for the status in the document.
    private func isSettled(_ item: Item, on connection: Connection) throws(SQLiteError) -> Bool {
        let known = try connection.scalar(
            "SELECT incarnation FROM every_order WHERE order_id = ? AND createdon_local = ? ORDER BY incarnation DESC",
            item.document.id, item.document.createdonText, as: Int.self)
        guard let known else { return false }
        return try !waits(OrderReference(order: item.document.id, incarnation: known), for: item, on: connection)
    }

    /// Returns the event that the queue has missed, or nil if it has missed none.
    private func missingEvent(
        _ item: Item, zone: Zone?, in connection: Connection
    ) throws(SQLiteError) -> OrderDocument.Event? {
        let document = item.document
        guard try CRMStanding.read(document.id, on: connection) != nil else { return .import }
        // This insert runs the schema's rule that decides whether a document is about a known order. The view
        // `order_of_event` gives the result.
        try connection.run(
            "INSERT INTO order_arrivals (order_id, num, createdon, createdon_local) VALUES (?, ?, ?, ?)", document.id,
            document.num, document.createdonMilliseconds(zone: zone), document.createdonText)
        let known = try connection.scalar("SELECT incarnation FROM order_of_event", as: Int.self)
        guard let known else { return .import }
        let reference = OrderReference(order: document.id, incarnation: known)
        return try waits(reference, for: item, on: connection) ? .status : nil
    }

    /// Returns true if the order waits for the status in the document, and the document is newer than the stored
    /// event.
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
    /// Returns the same order document with another event.
    fileprivate func reporting(_ event: OrderDocument.Event) -> OrderIntake.Item {
        guard document.event != event, var object = try? JSON.parse(text, limits: OrderDocument.limits).object else {
            return self
        }
        object["event"] = .string(event.rawValue)
        // The document was parsed before, so parsing it again does not fail.
        return (try? OrderIntake.Item(Array(JSON.object(object).serialized().utf8))) ?? self
    }
}
