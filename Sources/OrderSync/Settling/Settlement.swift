internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Records the result of sending an order. It updates the order's row and story and inserts jobs that tell the shop
/// and the manager. All functions must run inside the caller's transaction.
struct Settlement: Sendable {
    let queue: JobQueue
    let settings: Settings

    /// Records that the order failed or is in doubt, and tells the shop and the manager. Does nothing if the order's
    /// state has changed since it was read.
    ///
    /// - Parameter sendsMail: whether this function queues an e-mail. It is false if the caller sends one e-mail about
    ///   several orders.
    func trouble(
        _ trouble: Trouble, with order: CRMOrder, sendsMail: Bool = true, in connection: Connection
    ) throws(SQLiteError) {
        let state: CRMState =
            switch trouble {
            case .notSent: .failed
            case .inDoubt: .inDoubt
            }
        let words = trouble.recorded[settings.language]
        let reference = order.reference
        guard try CRMOrderStep.markTrouble(order, state, reason: words, in: connection) else { return }
        let now = queue.clock.now()
        try OrderLog.append(reference, state.rawValue, words, now: now, in: connection)
        let status = try ShopStatus.expected(reference, queue: queue, on: connection)
        try ToldTrouble.store(
            reference, statusBefore: status == settings.errorStatus ? nil : status, now: now, in: connection)
        try comment(
            trouble.message(resend: settings.resend), on: reference, setStatus: settings.errorStatus,
            in: connection)
        if sendsMail {
            let name = try OrderName.unique(reference, on: connection).replacing("#", with: "")
            try notify(
                subject: trouble.subject(order: order.name),
                body: trouble.mail(about: order, name: name, resend: settings.resend),
                reference: reference, topic: "\(state.rawValue):\(reference.order):\(reference.incarnation)",
                in: connection)
        }
        // The CRM is asked only if the settings switch polling on and the account still has the method.
        if state == .inDoubt, !settings.checkStatuses.isEmpty, try StatusMethod.withdrawnSince(on: connection) == nil {
            try queue.insert(
                LookForOrderJob(reference: reference), scheduledAt: queue.clock.now() + LookForOrderJob.delay,
                in: connection)
        }
    }

    /// Records that the CRM has the order. This evidence must not be lost, so the function works from every state.
    ///
    /// - Parameter remarks: whole sentences about the differences from the customer's order.
    func accepted(
        _ order: CRMOrder, _ receipt: Receipt, remarks: [Message] = [], isIncomplete: Bool = false,
        onlyStopped: Bool = false,
        in connection: Connection
    ) throws(SQLiteError) {
        let reference = order.reference
        let now = queue.clock.now()
        let others = try receipt.prove(reference, now: now, in: connection)
        // The order keeps the first id that the CRM has confirmed.
        let first = try CRMOrderID.all(of: reference, on: connection).first { $0.source != .person }
        let isFirst = first == nil || first?.id == receipt.crmOrderID
        let crmOrderID = isFirst ? receipt.crmOrderID : nil
        let crmOrderNumber = isFirst ? receipt.crmOrderNumber : nil
        if order.state == .sent {
            try CRMOrderStep.completeIDs(
                reference, crmOrderID: crmOrderID, crmOrderNumber: crmOrderNumber, in: connection)
        } else {
            try CRMOrderStep.markSent(
                reference, crmOrderID: crmOrderID, crmOrderNumber: crmOrderNumber, now: now, in: connection)
            let ids = [
                receipt.crmOrderID.map { "CRM id \($0)" }, receipt.crmOrderNumber.map { "No. \($0)" },
                receipt.source == .webhook ? "by a webhook of the attempt" : nil,
            ]
            try OrderLog.append(
                reference, "sent",
                (ids.compactMap { $0 } + remarks.map { $0[settings.language] }).joined(separator: "; "), now: now,
                in: connection)
            // An earlier message may have said that the order was not in the CRM or was in doubt. A person may have
            // entered it by hand, so the new message must prevent a second order.
            let isLate = [.inDoubt, .failed].contains(order.state)
            try takeBack(
                of: order,
                message: isLate
                    ? DoubtMessages.lateAcceptance(number: receipt.crmOrderNumber)
                    : AcceptedMessages.sentAfterFailure(number: receipt.crmOrderNumber),
                subject: isLate
                    ? DoubtMessages.lateAcceptanceSubject(order: order.name)
                    : AcceptedMessages.sentAfterFailureSubject(order: order.name),
                in: connection)
        }
        if !others.isEmpty { try reportTwice(order, in: connection) }
        guard !remarks.isEmpty else { return }
        let message = AcceptedMessages.withRemarks(number: receipt.crmOrderNumber, remarks)
        try comment(message, on: reference, in: connection)
        guard isIncomplete else { return }
        try notify(
            subject: AcceptedMessages.subject(order: order.name, onlyStopped: onlyStopped),
            body: OrderCard(order).mail(message), reference: reference,
            topic: "incomplete:\(reference.order):\(reference.incarnation)", in: connection)
    }

    /// Reports that the CRM itself has confirmed the order under several ids. A person must cancel all but one before
    /// the kitchen cooks them.
    private func reportTwice(_ order: CRMOrder, in connection: Connection) throws(SQLiteError) {
        let ids = try CRMOrderID.all(of: order.reference, on: connection).filter { $0.source != .person }
        try tellTwice(
            order, AcceptedMessages.twice(ids: ids.map { AcceptedMessages.name(number: $0.number, id: $0.id) }),
            subject: AcceptedMessages.twiceSubject(order: order.name),
            topic:
                "twice:\(order.reference.order):\(order.reference.incarnation):\(ids.map(\.id).joined(separator: ":"))",
            in: connection)
    }

    /// Reports that the CRM has the order from one attempt and may also have it from another attempt.
    func mayBeTwice(_ order: CRMOrder, in connection: Connection) throws(SQLiteError) {
        let number = try CRMOrderID.number(of: order.reference, on: connection)
        try tellTwice(
            order, AcceptedMessages.perhapsTwice(number: number),
            subject: AcceptedMessages.perhapsTwiceSubject(order: order.name),
            topic: "perhaps_twice:\(order.reference.order):\(order.reference.incarnation):\(queue.clock.now())",
            in: connection)
    }

    private func tellTwice(
        _ order: CRMOrder, _ message: Message, subject: Message, topic: String, in connection: Connection
    ) throws(SQLiteError) {
        try OrderLog.append(
            order.reference, "twice", message[settings.language], now: queue.clock.now(), in: connection)
        try comment(message, on: order.reference, in: connection)
        try notify(
            subject: subject, body: OrderCard(order).mail(message), reference: order.reference, topic: topic,
            in: connection)
    }

    /// Records that a person has found an order that was in doubt in the CRM.
    func found(_ order: CRMOrder, crmOrderID: String, in connection: Connection) throws(SQLiteError) {
        let now = queue.clock.now()
        _ = try Receipt(crmOrderID: crmOrderID, source: .person).prove(order.reference, now: now, in: connection)
        try CRMOrderStep.markSent(
            order.reference, crmOrderID: crmOrderID, crmOrderNumber: nil, now: now, in: connection)
        try OrderLog.append(
            order.reference, "resolved", "a person found it in the CRM as \(crmOrderID)", now: now, in: connection)
        try takeBack(
            of: order, message: DoubtMessages.foundByPerson(number: crmOrderID),
            subject: DoubtMessages.foundByPersonSubject(order: order.name), in: connection)
    }

    /// Takes back an earlier message that the order failed or is in doubt, because the CRM has the order. In the shop,
    /// the order returns from the error status to the status before it. Does nothing if there was no such message.
    private func takeBack(
        of order: CRMOrder, message: Message, subject: Message, in connection: Connection
    ) throws(SQLiteError) {
        let reference = order.reference
        let told = try ToldTrouble.take(reference, in: connection)
        guard told != nil || [.inDoubt, .failed].contains(order.state) else { return }
        // The shop changes the status only if the order still has the error status. So a status that a person has set
        // in the meantime stays.
        let status = try told.flatMap { told throws(SQLiteError) in
            try ShopStatus.beforeTrouble(reference, told, settings: settings, on: connection)
        }
        try comment(
            message, on: reference, expectStatus: told == nil ? nil : settings.errorStatus, setStatus: status,
            takesBack: told != nil, in: connection)
        try notify(
            subject: subject, body: OrderCard(order).mail(message), reference: reference,
            topic: "late:\(reference.order):\(reference.incarnation)", in: connection)
    }

    /// Queues a comment on the order in the shop and, if `setStatus` is given, a new status.
    func comment(
        _ message: Message, on reference: OrderReference, expectStatus: Int? = nil, setStatus: Int? = nil,
        takesBack: Bool = false, in connection: Connection
    ) throws(SQLiteError) {
        try queue.insert(
            UpdateShopJob(
                reference: reference, expectStatus: expectStatus, setStatus: setStatus,
                // The prefix shows where the comment comes from, because it stands among comments of customers and
                // managers.
                comment: "[Frontpad] " + message[settings.language], takesBack: takesBack), in: connection)
    }

    /// Queues an e-mail to the manager. Does nothing if no address is set or if an e-mail on the same topic still
    /// waits.
    func notify(
        subject: Message, body: Message, reference: OrderReference?, topic: String, in connection: Connection
    ) throws(SQLiteError) {
        guard !settings.managerEmail.isEmpty else { return }
        try queue.insert(
            NotifyManagerJob(
                mailSubject: subject[settings.language], body: body[settings.language] + "\n", reference: reference,
                topic: topic), in: connection)
    }
}
