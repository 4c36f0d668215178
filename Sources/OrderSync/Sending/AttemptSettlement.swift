internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Stores the outcome of one attempt to send an order, in the caller's transaction. It updates the order's row, its
/// story and the account's breaker, and it queues the messages to the shop and the manager.
struct AttemptSettlement: Sendable {
    private let attempt: SendAttempt
    private let queue: JobQueue
    private let backoff: Backoff
    private var settlement: Settlement { Settlement(queue: queue, settings: attempt.settings) }

    /// - Parameter backoff: the delays between attempts if nothing was sent.
    init(of attempt: SendAttempt, queue: JobQueue, backoff: Backoff) {
        self.attempt = attempt
        self.queue = queue
        self.backoff = backoff
    }

    /// - Returns: the outcome of the job.
    func settle(_ outcome: NewOrderOutcome, in connection: Connection) throws -> JobOutcome {
        let reference = attempt.order.reference
        // The order may have changed while it was being sent. Another worker may have settled it, or the shop may have
        // used the id again, so that the order is archived now.
        let present = try CRMOrder.read(reference, on: connection) ?? attempt.order.inFlight(attempt.claim)
        let late = LateProof(queue: queue, settings: attempt.settings)
        if let end = try late.settle(
            outcome, of: present, articles: articles, attempt.claim, in: connection)
        {
            return end
        }
        switch outcome {
        case .accepted(let accepted):
            try endPause(in: connection)
            let warnings = accepted.warnings.map {
                $0.message(lineNames: attempt.mapped.lineNames, articles: articles)
            }
            let notices = attempt.mapped.notices(beside: accepted.warnings)
            try settlement.accepted(
                present,
                Receipt(
                    crmOrderID: accepted.orderID, crmOrderNumber: accepted.orderNumber, source: .answer,
                    claim: (attempt.claim.job.id, attempt.claim.attempt)),
                remarks: AttemptSettlement.once(warnings + notices.map(\.message)),
                isIncomplete: !warnings.isEmpty || notices.contains(where: \.isMissingLine),
                onlyStopped: warnings.isEmpty && notices.allSatisfy(\.isOnStopList), in: connection)
            return .completed(note: accepted.orderID.map { "CRM id \($0)" })
        case .notSent(let notSent):
            let reason = notSent.description
            try CRMOrderStep.markUnsent(reference, claim: attempt.claim, in: connection)
            try queue.unspend(attempt.claim, in: connection)
            // A checkout writes its order several times within a moment. The newest version is sent at once.
            if present.state == .new, present.document != attempt.order.document {
                return .snooze(milliseconds: 1, reason: "the shop has changed the order")
            }
            let delay = backoff.delay(attempt.claim.attempt, queue.random())
            guard queue.clock.steady().saturatingAdding(delay) <= attempt.deadline else {
                let waiting = try CRMOrder.read(reference, on: connection) ?? present
                // If this worker has lost its lease, another worker decides about the order and may be sending it
                // right now.
                guard try queue.holds(attempt.claim, on: connection), waiting.state == .new else {
                    return .discard(error: reason)
                }
                try settlement.trouble(
                    .notSent(
                        .deadlinePassed(
                            milliseconds: queue.clock.now().saturatingSubtracting(attempt.claim.job.insertedAt),
                            lastError: notSent)),
                    with: waiting, in: connection)
                return .discard(error: reason)
            }
            return .retry(error: reason, delay: delay)
        case .refused(let code):
            try CRMOrderStep.markUnsent(reference, claim: attempt.claim, in: connection)
            if code.isAccountWide { return try pause(code, in: connection) }
            try AccountBreaker.answered(queue: queue, in: connection)
            let unsent = try CRMOrder.read(reference, on: connection) ?? present
            if unsent.state == .new || unsent.isInFlight(by: attempt.claim) {
                try settlement.trouble(
                    .notSent(.refused(code, articles: articles)), with: unsent, in: connection)
            }
            return .discard(error: "the CRM has refused it: \(code.text)")
        case .inDoubt(let evidence):
            try OrderLog.append(
                reference, "evidence", evidence.description, now: queue.clock.now(), in: connection)
            if present.isInFlight(by: attempt.claim) {
                try settlement.trouble(.inDoubt(Doubt(evidence)), with: present, in: connection)
                try AccountBreaker.doubted(secret: attempt.secret, queue: queue, in: connection)
            } else if present.state == .sent,
                try !CRMOrderID.isProved(
                    reference, claim: (attempt.claim.job.id, attempt.claim.attempt), on: connection)
            {
                // Meanwhile it was proved that the CRM has the order from another attempt. Nobody knows whether this
                // attempt has arrived too.
                try settlement.mayBeTwice(present, in: connection)
            }
            return .discard(error: evidence.description)
        }
    }

    /// The articles of the request's lines.
    private var articles: [String] { attempt.mapped.order.products.map(\.article) }

    /// Removes repeated remarks, because two lines can have the same remark.
    private static func once(_ remarks: [Message]) -> [Message] {
        remarks.reduce(into: []) { kept, remark in if !kept.contains(remark) { kept.append(remark) } }
    }

    /// Closes the breaker, because the CRM accepts orders. If the manager was told that the CRM refuses orders, the
    /// manager is now told that this is over.
    private func endPause(in connection: Connection) throws {
        let pause = try AccountBreaker.read(on: connection)
        try AccountBreaker.answered(queue: queue, in: connection)
        guard let pause, pause.reason != AccountBreaker.noAnswer else { return }
        let waiting = try connection.scalar("SELECT count(*) FROM send_jobs_due", as: Int.self) ?? 0
        try settlement.notify(
            subject: AccountMessages.acceptedAgainSubject,
            body: AccountMessages.acceptedAgain(waiting: max(0, waiting - 1)), reference: nil,
            topic: "breaker_over:\(pause.openedAt)", in: connection)
    }

    /// Opens the breaker, because the CRM refuses the whole account. All orders wait, and none is lost. The manager is
    /// told once.
    func pause(_ code: FrontpadErrorCode, in connection: Connection) throws(SQLiteError) -> JobOutcome {
        let isNews = try AccountBreaker.refused(
            reason: code.text, secret: attempt.secret, queue: queue, in: connection)
        if isNews {
            try OrderLog.append(
                attempt.order.reference, "waits", code.text, now: queue.clock.now(), in: connection)
            try settlement.notify(
                subject: AccountMessages.refusedSubject, body: AccountMessages.refused(code), reference: nil,
                topic: "breaker:\(code.text)", in: connection)
        }
        return .giveBack(reason: code.text)
    }
}
