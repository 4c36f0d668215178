internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Handles a late answer that proves that the CRM does not have an order. Such an answer arrives after its worker has
/// lost the lease and the order is already in doubt.
///
/// The order is still not sent again automatically. The manager was told to look for it and may have entered it by
/// hand.
struct LateProof: Sendable {
    private let queue: JobQueue
    private let settings: Settings

    init(queue: JobQueue, settings: Settings) {
        self.queue = queue
        self.settings = settings
    }

    /// - Parameters:
    ///   - order: the order in its current state.
    ///   - articles: the articles in the request.
    /// - Returns: the outcome of the job, or nil if the answer is not such a proof.
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
        let message = DoubtMessages.lateRefusal(failure, resend: settings.resend)
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
