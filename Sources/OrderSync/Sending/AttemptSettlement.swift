internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Stores the outcome of one attempt to send: the order's row, its story, the account's breaker, and the messages to shop
/// and manager, in the caller's transaction.
struct AttemptSettlement: Sendable {
    private let attempt: SendAttempt
    private let queue: JobQueue
    private let backoff: Backoff
    private var settlement: Settlement { Settlement(queue: queue, settings: attempt.settings) }

    /// - Parameter backoff: for retries after «not sent».
    init(of attempt: SendAttempt, queue: JobQueue, backoff: Backoff) {
        self.attempt = attempt
        self.queue = queue
        self.backoff = backoff
    }

    /// - Returns: how the job ends.
    func settle(_ outcome: NewOrderOutcome, in connection: Connection) throws -> JobOutcome {
        let reference = attempt.order.reference
        // Another worker may have settled it meanwhile with what it knew. Or the shop has used the id again, and the
        // archive has the order as it was while we were sending it.
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
            // A checkout writes its order several times within a moment. The newest form leaves at once.
            if present.state == .new, present.document != attempt.order.document {
                return .snooze(milliseconds: 1, reason: "the shop has changed the order")
            }
            let delay = backoff.delay(attempt.claim.attempt, queue.random())
            guard queue.clock.steady().saturatingAdding(delay) <= attempt.deadline else {
                let waiting = try CRMOrder.read(reference, on: connection) ?? present
                // After a lost lease another worker decides about the order, and may be sending it right now.
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
                // An earlier attempt was proved while this one was on its way.
                try settlement.mayBeTwice(present, in: connection)
            }
            return .discard(error: evidence.description)
        }
    }

    /// Those of the request's lines.
    private var articles: [String] { attempt.mapped.order.products.map(\.article) }

    /// Two lines can have the same remark.
    private static func once(_ remarks: [Message]) -> [Message] {
        remarks.reduce(into: []) { kept, remark in if !kept.contains(remark) { kept.append(remark) } }
    }

    /// The CRM accepts orders. If the manager was told that it does not, the manager learns that this is over.
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

    /// The CRM refuses the whole account: no order is lost, all of them wait, and the manager is told once.
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
