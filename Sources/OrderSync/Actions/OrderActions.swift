public import Intake
public import JobQueue
public import SQLite
internal import Shop

/// The actions of a person on a job or an order. A job that sends an order is retried or cancelled only if the order
/// cannot be sent twice as a result.
public struct OrderActions: Sendable {
    public enum Result: Sendable, Hashable {
        /// The action is done. The job is the one that was changed, or the one that now sends the order.
        case done(job: Int64)
        /// The action was refused. The text is the reason, as the end of a sentence.
        case refused(String)
        case noSuchJob

        static let beingSent = Result.refused("its order is being sent at this moment")
        static let alreadySent = Result.refused("its order is in Frontpad already")
        static let cancelledInShop = Result.refused(
            "its order was cancelled: to send it all the same, use frontpad-enqueue send")
        static let inDoubt = Result.refused("its order may be in Frontpad already: look there first")
    }

    private let queue: JobQueue

    public init(queue: JobQueue) { self.queue = queue }

    /// Makes a job run again now. The caller rings the doorbell after the commit.
    public func retry(_ id: Int64, in connection: Connection) throws -> Result {
        guard let job = try queue.job(id, on: connection) else { return .noSuchJob }
        if let reference = reference(of: job), let order = try CRMOrder.read(reference, on: connection) {
            switch order.state {
            case .new where order.cancelledAt != nil: return .cancelledInShop
            case .new where !job.state.isFinished: break
            case .new, .failed: return try send(reference, in: connection)
            case .sending: return .beingSent
            case .sent: return .alreadySent
            case .inDoubt: return .inDoubt
            }
        }
        switch try queue.retry(id, in: connection) {
        case .done: return .done(job: id)
        case .refused(let state): return .refused("it is \(state.rawValue)")
        case .replaced(let other): return .refused("job \(other) does the same work")
        case .noSuchJob: return .noSuchJob
        }
    }

    /// Cancels a waiting job, or asks a running job to stop. If the job should have sent an order, the order fails,
    /// and the reason is stored in its story. If a job is sending its order at this moment, the action is refused,
    /// because nobody could know whether the order has arrived. The caller rings the doorbell after the commit.
    public func cancel(_ id: Int64, in connection: Connection) throws -> Result {
        guard let job = try queue.job(id, on: connection) else { return .noSuchJob }
        let order = try reference(of: job).flatMap { reference throws(SQLiteError) in
            try CRMOrder.read(reference, on: connection)
        }
        if job.state == .running, order?.state == .sending { return .beingSent }
        switch try queue.requestCancel(id, reason: "cancelled by a person", in: connection) {
        case .refused(let state): return .refused("it is \(state.rawValue)")
        case .replaced(let other): return .refused("job \(other) does the same work")
        case .noSuchJob: return .noSuchJob
        case .done: break
        }
        guard let order else { return .done(job: id) }
        let settings = try Settings.read(on: connection)
        switch order.state {
        case .new:
            let reason = SendFailure.stoppedByPerson.recorded[settings.language]
            try CRMOrderStep.markTrouble(order, .failed, reason: reason, in: connection)
            try OrderLog.append(order.reference, "cancelled", reason, now: queue.clock.now(), in: connection)
        case .sending:
            // The worker died while it was sending the order, so the CRM may have the order.
            try Settlement(queue: queue, settings: settings).trouble(
                .inDoubt(.workerDied), with: order, in: connection)
        case .sent, .inDoubt, .failed: break
        }
        return .done(job: id)
    }

    /// Resolves an order in doubt after a person has looked in the CRM.
    ///
    /// - Parameter finding: what the person found.
    /// - Returns: the result. For ``Finding/notSent`` it contains the job that now sends the order.
    public func resolve(
        _ reference: OrderReference, _ finding: Finding, in connection: Connection
    ) throws -> Resolution {
        guard let order = try CRMOrder.read(reference, on: connection) else { return .noSuchOrder }
        guard order.state == .inDoubt else { return .refused("it is \(order.state.rawValue) and not in doubt") }
        if finding == .notSent, order.document == nil {
            return .refused("the shop has removed it: enter it in Frontpad by hand, then --sent with its number there")
        }
        let now = queue.clock.now()
        switch finding {
        case .sent(let crmOrderID):
            try Settlement(queue: queue, settings: try Settings.read(on: connection)).found(
                order, crmOrderID: crmOrderID, in: connection)
            return .sent
        case .notSent:
            try OrderLog.append(
                order.reference, "resolved", "a person did not find it in the CRM", now: now, in: connection)
            try Confirmation(queue: queue).confirm(order.reference, in: connection)
            try CRMOrderStep.markNew(order.reference, in: connection)
            try Settlement(queue: queue, settings: try Settings.read(on: connection)).comment(
                DoubtMessages.sendingAgain, on: order.reference, in: connection)
            switch try send(order.reference, in: connection) {
            case .done(let job): return .queued(job: job)
            case .refused(let why): return .refused(why)
            case .noSuchJob: return .noSuchOrder
            }
        }
    }

    public enum Finding: Sendable, Hashable {
        case sent(crmOrderID: String)
        case notSent
    }

    public enum Resolution: Sendable, Hashable {
        case sent
        case queued(job: Int64)
        /// The action was refused. The text is the reason, as the end of a sentence.
        case refused(String)
        case noSuchOrder
    }

    private func send(_ reference: OrderReference, in connection: Connection) throws -> Result {
        switch try SendRequest.make(reference, queue: queue, in: connection) {
        case .queued(let job): return .done(job: job)
        case .alreadySent: return .alreadySent
        case .sending: return .beingSent
        case .inDoubt: return .inDoubt
        case .noSuchOrder: return .refused("the shop has removed its order")
        }
    }

    /// Returns the order that a job sends, or nil if the job is of another kind.
    private func reference(of job: Job) -> OrderReference? {
        job.kind == SendOrderJob.kind ? SendOrderJob(args: job.args)?.reference : nil
    }
}
