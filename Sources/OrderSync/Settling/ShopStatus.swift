internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The status of an order in the shop, as far as the queue knows it.
enum ShopStatus {
    /// Returns the status that the order will have in the shop after all waiting updates. The next update must expect
    /// this status.
    ///
    /// If no update waits, the shop's last event and our own last change are compared, and the later one counts. This
    /// is necessary because the hook that reports our change may come late or never.
    static func expected(
        _ reference: OrderReference, queue: JobQueue, on connection: Connection
    ) throws(SQLiteError) -> Int? {
        let updates = try queue.unfinished(about: reference.subject, kind: UpdateShopJob.kind, on: connection)
        // The newest update that sets a status decides.
        for update in updates.reversed() {
            guard let job = UpdateShopJob(args: update.args), job.reference == reference else { continue }
            if let status = try job.status(on: connection) { return status }
        }
        return try connection.scalar(
            """
            SELECT CASE WHEN c.shop_status_set_at >= coalesce(c.status_since, 0) THEN c.shop_status_set
                ELSE o.status END
            FROM crm_orders AS c LEFT JOIN orders AS o ON o.id = c.order_id
            WHERE c.order_id = ? AND c.incarnation = ?
            """, reference.order, reference.incarnation)
    }

    /// Returns the status to which an order returns from the error status, unless the shop itself has reported one
    /// (``StatusBeforeError``). It is the status of the shop's last event. If that is the error status or 0, it is the
    /// status that was known when the order failed. A status 0 means that a checkout has not set its first status yet.
    ///
    /// - Returns: nil if there is no error status in the settings or the former status is not known.
    static func beforeTrouble(
        _ reference: OrderReference, _ told: ToldTrouble, settings: Settings, on connection: Connection
    ) throws(SQLiteError) -> Int? {
        guard let errorStatus = settings.errorStatus else { return nil }
        let last = try connection.scalar(
            "SELECT status FROM every_order WHERE order_id = ? AND incarnation = ?", reference.order,
            reference.incarnation, as: Int.self)
        return [last, told.statusBefore].lazy.compactMap { $0 }.first { $0 != errorStatus && $0 != 0 }
    }

    /// Returns the status that the queue set last, or nil if it has set none.
    static func lastSet(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> Int? {
        try connection.scalar(
            "SELECT shop_status_set FROM crm_orders WHERE order_id = ? AND incarnation = ?", reference.order,
            reference.incarnation)
    }

    /// Records that the shop has applied a change of status.
    static func noteSet(
        _ status: Int, for reference: OrderReference, now: Int64, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            "UPDATE crm_orders SET shop_status_set = ?, shop_status_set_at = ? WHERE order_id = ? AND incarnation = ?",
            status, now, reference.order, reference.incarnation)
    }
}
