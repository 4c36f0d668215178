internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Handles an answer that arrives after its worker lost the lease and the order was put in doubt, and that proves that the
/// CRM does not have the order.
///
/// The order is still not sent again by itself: the manager was told to look and may have entered it by hand.
struct LateProof: Sendable {
    private let queue: JobQueue
    private let settings: Settings

    init(queue: JobQueue, settings: Settings) {
        self.queue = queue
        self.settings = settings
    }

    /// - Parameters:
    ///   - order: its current state.
    ///   - articles: those of the request.
    /// - Returns: how the job ends; nil if the outcome is not such a proof.
    func settle(
        _ outcome: NewOrderOutcome, of order: CRMOrder, articles: [String], _ claim: Claim, in connection: Connection
    ) throws(SQLiteError) -> JobOutcome? {
        guard order.state == .inDoubt, order.sendingJob == claim.job.id, order.sendingAttempt == claim.attempt else {
            return nil
        }
        let failure: SendFailure
        switch outcome {
        case .refused(let code): failure = .refused(code, articles: articles)
        case .notSent(let notSent): failure = .notReached(notSent)
        case .accepted, .inDoubt: return nil
        }
        let reference = order.reference
        let reason = failure.recorded[settings.language]
        let message = DoubtMessages.lateRefusal(failure, sendsByStatus: settings.sendsByStatus)
        let name = try OrderName.unique(reference, on: connection).replacing("#", with: "")
        let settlement = Settlement(queue: queue, settings: settings)
        try CRMOrderStep.markDoubtUnfounded(order, reason: reason, in: connection)
        try OrderLog.append(reference, "failed", reason, now: queue.clock.now(), in: connection)
        try settlement.comment(message, on: reference, in: connection)
        try settlement.notify(
            subject: failure.subject(order: order.name),
            body: OrderCard(order).mail(
                ([message] + failure.administratorLines(name: name)).joined(separator: "\n\n")),
            reference: reference, topic: "late:\(reference.order):\(reference.incarnation)", in: connection)
        return .discard(error: failure.recorded.en)
    }
}
