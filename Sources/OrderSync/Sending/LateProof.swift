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

    /// - Parameter order: its current state.
    /// - Returns: how the job ends; nil if the outcome is not such a proof.
    func settle(
        _ outcome: NewOrderOutcome, of order: CRMOrder, _ claim: Claim, in connection: Connection
    ) throws(SQLiteError) -> JobOutcome? {
        guard order.state == .inDoubt, order.sendingJob == claim.job.id, order.sendingAttempt == claim.attempt else {
            return nil
        }
        let reason: String
        switch outcome {
        case .refused(let code): reason = code.explanation(settings.language)
        case .notSent(let notSent): reason = notSent.text(settings.language)
        case .accepted, .inDoubt: return nil
        }
        let reference = order.reference
        let text = ManagerText(language: settings.language)
        let comment = text.lateRefusal(reason: reason)
        try CRMOrderStep.markDoubtUnfounded(order, reason: reason, in: connection)
        try OrderLog.append(reference, "failed", reason, now: queue.clock.now(), in: connection)
        try queue.insert(UpdateShopJob(reference: reference, comment: comment), in: connection)
        try Settlement(queue: queue, settings: settings).notify(
            subject: text.subject(.notSent(reason: reason), order: order.name), body: comment + "\n",
            reference: reference, topic: "late:\(reference.order):\(reference.incarnation)", in: connection)
        return .discard(error: reason)
    }
}
