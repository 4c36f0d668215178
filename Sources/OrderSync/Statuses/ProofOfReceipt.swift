internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// What an event proves beyond its status: the CRM has the order, from which attempt, and under which id.
struct ProofOfReceipt: Sendable {
    private let event: CRMEvent
    private let queue: JobQueue
    private let settings: Settings

    init(_ event: CRMEvent, queue: JobQueue, settings: Settings) {
        self.event = event
        self.queue = queue
        self.settings = settings
    }

    func settle(_ order: CRMOrder, in connection: Connection) throws(SQLiteError) {
        guard let crmOrderID = event.crmOrderID, let attempt = event.attempt else { return }
        let isSameAttempt = order.sendingJob == event.job && order.sendingAttempt == attempt
        switch order.state {
        case .new, .sending, .inDoubt, .failed:
            try OrderLog.append(
                order.reference, "webhook", "the CRM has it as \(crmOrderID), from attempt \(attempt)",
                now: queue.clock.now(), in: connection)
            try Settlement(queue: queue, settings: settings).accepted(
                order, crmOrderID: crmOrderID, crmOrderNumber: nil, remarks: [], isIncomplete: false, in: connection)
        case .sent:
            let known: String? = try connection.scalar(
                "SELECT crm_order_id FROM every_order WHERE order_id = ? AND incarnation = ?", order.reference.order,
                order.reference.incarnation)
            guard known != crmOrderID else { return }
            if known == nil || isSameAttempt {
                // The CRM accepted the order without ids, or a person typed its number: the webhook's id is the right
                // one.
                try CRMOrderStep.markSent(
                    order.reference, crmOrderID: crmOrderID, crmOrderNumber: nil, now: queue.clock.now(),
                    in: connection)
            } else {
                try reportTwice(order, [known ?? "", crmOrderID], in: connection)
            }
        }
    }

    /// Two attempts reached the CRM, though a person had said that the first one did not.
    private func reportTwice(
        _ order: CRMOrder, _ ids: [String], in connection: Connection
    ) throws(SQLiteError) {
        let text = ManagerText(language: settings.language)
        let comment = text.twice(ids: ids)
        try OrderLog.append(
            order.reference, "twice", ids.joined(separator: ", "), now: queue.clock.now(), in: connection)
        try queue.insert(UpdateShopJob(reference: order.reference, comment: comment), in: connection)
        try Settlement(queue: queue, settings: settings).notify(
            subject: text.twiceSubject(order: order.name), body: comment + "\n", reference: order.reference,
            topic: "twice:\(order.reference.order):\(ids.joined(separator: ":"))", in: connection)
    }
}
