internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Performs the jobs `report_change`, which tell the manager that an order was changed or cancelled in the shop. The
/// API cannot change or cancel an order, so a person has to do it in the CRM. The manager is told about each change
/// once.
struct ReportChangeHandler: JobHandler {
    let backoff = Backoff.exponential(base: 1_000, cap: 15 * 60_000)
    /// The time to wait for the end of a running request, in milliseconds.
    private static let whileSending: Int64 = 5_000
    private let queue: JobQueue

    init(queue: JobQueue) { self.queue = queue }

    func perform(_ job: ReportChangeJob, claim: Claim) async throws -> JobOutcome {
        try queue.database.write { connection in
            guard let order = try CRMOrder.read(job.reference, on: connection) else {
                return .cancel(reason: "the queue does not know the order")
            }
            switch order.state {
            case .new, .failed: return .completed(note: "the CRM does not have the order")
            case .sending:
                return .snooze(milliseconds: ReportChangeHandler.whileSending, reason: "the order is being sent")
            case .sent, .inDoubt: break
            }
            return .completed(note: try report(order, in: connection))
        }
    }

    /// - Returns: what the manager was told, for the attempt's note, or nil if there was nothing to tell.
    private func report(_ order: CRMOrder, in connection: Connection) throws -> String? {
        let settings = try Settings.read(on: connection)
        let now = queue.clock.now()
        let toldAt = try connection.scalar(
            "SELECT cancel_told_at FROM every_order WHERE order_id = ? AND incarnation = ?", order.reference.order,
            order.reference.incarnation, as: Int64.self)
        if order.cancelledAt != nil {
            guard toldAt == nil else { return nil }
            try connection.updateOrder(order.reference, set: "cancel_told_at = ?3", now)
            try tell(.cancelled, order, settings, in: connection)
            return "cancelled"
        }
        if toldAt != nil {
            try connection.updateOrder(order.reference, set: "cancel_told_at = NULL")
            try tell(.uncancelled, order, settings, in: connection)
        }
        guard let sent = try SentDocument.read(order.reference, on: connection), let present = order.document,
            sent != present
        else { return nil }
        try SentDocument.store(present, of: order.reference, in: connection)
        guard let old = try? OrderDocument.parse(Array(sent.utf8)),
            let new = try? OrderDocument.parse(Array(present.utf8))
        else { return nil }
        let changes = OrderDifference(from: old, to: new, settings: settings, now: now).changes
        guard !changes.isEmpty else { return nil }
        try tell(.edited(changes), order, settings, in: connection)
        return "edited"
    }

    private func tell(
        _ change: ShopChange, _ order: CRMOrder, _ settings: Settings, in connection: Connection
    ) throws(SQLiteError) {
        var number = try connection.scalar(
            "SELECT crm_order_number FROM every_order WHERE order_id = ? AND incarnation = ?", order.reference.order,
            order.reference.incarnation, as: String.self)
        if number == nil { number = try CRMOrderID.number(of: order.reference, on: connection) }
        let isCertain = order.state == .sent
        let message = change.message(number: number, isCertain: isCertain, isInMail: false)
        let settlement = Settlement(queue: queue, settings: settings)
        let now = queue.clock.now()
        try OrderLog.append(order.reference, "change_told", message[settings.language], now: now, in: connection)
        // A cancelled order gets no comment, because it may have been deleted in the shop. An archived order is no
        // longer in the shop.
        if order.cancelledAt == nil, !order.isArchived {
            try settlement.comment(message, on: order.reference, in: connection)
        }
        try settlement.notify(
            subject: change.subject(order: order.name, isCertain: isCertain),
            body: OrderCard(order).mail(change.message(number: number, isCertain: isCertain, isInMail: true)),
            reference: order.reference,
            topic: "\(change.name):\(order.reference.order):\(order.reference.incarnation):\(now)", in: connection)
    }
}
