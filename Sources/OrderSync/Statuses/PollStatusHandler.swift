internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The job that asks the CRM for the status of an order.
struct PollStatusJob: OrderJobKind, Hashable {
    static let kind = "poll_status"
    static let queue = QueueName.polls
    /// All orders and look-ups come before this job.
    static let priority = 10
    /// `frontpadapi_check_days` limits the polling, so the number of attempts is practically unlimited.
    static let maxAttempts = 10_000
    let reference: OrderReference
}

/// Performs the jobs `poll_status`. Each job asks the CRM for the status of one order. It asks again and again until
/// `frontpadapi_check_days` have passed.
struct PollStatusHandler: JobHandler {
    let backoff = Backoff.exponential(base: 60_000, cap: 60 * 60_000)
    private let queue: JobQueue
    private let makeClient: @Sendable (Settings, _ secret: String) -> FrontpadClient

    init(queue: JobQueue, makeClient: @escaping @Sendable (Settings, _ secret: String) -> FrontpadClient) {
        self.queue = queue
        self.makeClient = makeClient
    }

    func perform(_ job: PollStatusJob, claim: Claim) async throws -> JobOutcome {
        let reference = job.reference
        let (settings, polled) = try queue.database.read { connection in
            (try Settings.read(on: connection), try PolledOrder.read(reference, queue: queue, on: connection))
        }
        guard let polled else { return .cancel(reason: "the shop has given the id of the order to another one") }
        guard let secret = Secret.find(settings) else { return .giveBack(reason: "frontpadapi_secret is not set") }
        let age = queue.clock.now().saturatingSubtracting(polled.createdAt)
        guard age < Int64(settings.checkDays) * 86_400_000 else { return try end(reference, days: settings.checkDays) }
        guard let status = polled.shopStatus, settings.checkStatuses.contains(status) else {
            return .cancel(reason: "the shop's status is none of frontpadapi_check_statuses")
        }
        guard let query = polled.query(settings, now: queue.clock.now()) else {
            return .discard(error: "the order has neither an id of the CRM nor a phone")
        }
        let outcome = await makeClient(settings, secret).status(query) { [queue] in queue.charge(claim) }
        return try queue.database.write { connection in
            switch outcome {
            case .answered(let name):
                return try answered(name, polled, claim, settings, age: age, in: connection)
            case .refused(let code):
                return try refused(code, reference, settings, secret: secret, in: connection)
            case .notReached(let notSent):
                try queue.unspend(claim, in: connection)
                return notSent.jobOutcome
            case .unreadable(let evidence): return .retry(error: evidence.description)
            }
        }
    }

    /// Ends the polling of an order, because `frontpadapi_check_days` have passed.
    private func end(_ reference: OrderReference, days: Int) throws -> JobOutcome {
        try queue.database.write { connection in
            try OrderLog.append(
                reference, "poll_ended", "frontpadapi_check_days (\(days)) are over", now: queue.clock.now(),
                in: connection)
        }
        return .completed(note: "frontpadapi_check_days are over")
    }

    private func answered(
        _ name: String, _ polled: PolledOrder, _ claim: Claim, _ settings: Settings, age: Int64,
        in connection: Connection
    ) throws(SQLiteError) -> JobOutcome {
        let status = FrontpadStatus(name)
        let isKnown = polled.crmStatus.map { known in
            status.equivalents.contains { $0.lowercased() == known.lowercased() }
        }
        if isKnown != true {
            try CRMEvent(
                source: .poll, crmOrderID: polled.crmOrderID, orderID: polled.reference.order,
                incarnation: polled.reference.incarnation, status: name
            ).store(in: connection)
        }
        if status.isFinal { return .completed(note: status.words) }
        let plan = try PollPlan.read(settings, queue: queue, on: connection)
        return .snooze(milliseconds: plan.interval(age: age, random: queue.random()), reason: status.words)
    }

    private func refused(
        _ code: FrontpadErrorCode, _ reference: OrderReference, _ settings: Settings, secret: String,
        in connection: Connection
    ) throws -> JobOutcome {
        let settlement = Settlement(queue: queue, settings: settings)
        switch code {
        case .invalidMethod:
            try StatusMethod.withdraw(secret: secret, queue: queue, settings: settings, in: connection)
            return .cancel(reason: code.text)
        case .requestsLimit:
            // This is not about the order. All requests wait, and the poll is repeated later.
            _ = try AccountBreaker.refused(reason: code.text, secret: secret, queue: queue, in: connection)
            return .snooze(milliseconds: 60_000, reason: code.text)
        case _ where code.isAccountWide: return .retry(error: code.text)
        default:
            // If the CRM refuses for good to give the status, the order gets the error status. The original component
            // did the same.
            let isGone = code == .invalidOrderID || code == .invalidClientPhone
            let message =
                isGone ? AcceptedMessages.notFoundAnyMore : AcceptedMessages.statusUnknown(reason: code.reason)
            try OrderLog.append(
                reference, "poll_failed", code.text, now: queue.clock.now(), in: connection)
            try settlement.comment(message, on: reference, setStatus: settings.errorStatus, in: connection)
            let order = try CRMOrder.read(reference, on: connection)
            try settlement.notify(
                subject: AcceptedMessages.statusUnknownSubject(order: order?.name ?? "\(reference.order)"),
                body: order.map { OrderCard($0).mail(message) } ?? message, reference: reference,
                topic: "poll_failed:\(reference.order):\(reference.incarnation)", in: connection)
            return .discard(error: "the CRM has refused it: \(code.text)")
        }
    }
}
