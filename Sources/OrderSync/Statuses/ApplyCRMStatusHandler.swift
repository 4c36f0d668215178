internal import Frontpad
internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite
internal import Shop

/// The job that applies an event of the CRM to its order. Triggers in `migrations/shop` insert it. Its subject is the
/// order.
struct ApplyCRMStatusJob: JSONJobKind, Hashable {
    static let kind = "apply_crm_status"
    static let queue = QueueName.events
    static let maxAttempts = 100
    /// The id of a row in `crm_events`.
    let event: Int64

    init(event: Int64) { self.event = event }

    init?(json: JSON) {
        guard let event = json["event"]?.int else { return nil }
        self.init(event: Int64(event))
    }

    var json: JSON.Object { ["event": .number(event)] }
    var uniqueKey: String? { "\(Self.kind):\(event)" }
}

/// Performs the jobs `apply_crm_status`. Each job applies an event of the CRM to its order and passes the status on to
/// the shop.
///
/// An event may come twice or late, it may come before the CRM's answer to the order, or its order may be unknown. In
/// all these cases the order ends up with its newest status, and the shop gets each change once.
struct ApplyCRMStatusHandler: JobHandler {
    let backoff = Backoff.exponential(base: 1_000, cap: 15 * 60_000)
    private let queue: JobQueue

    init(queue: JobQueue) { self.queue = queue }

    func perform(_ job: ApplyCRMStatusJob, claim: Claim) async throws -> JobOutcome {
        return try queue.database.write { connection in
            guard let received = try ReceivedEvent.read(job.event, on: connection) else {
                return .cancel(reason: "the event is gone")
            }
            switch received.state {
            case .new, .unmatched: return .completed(note: try apply(received, in: connection))
            case .applied, .repeated, .older: return .completed(note: received.state.rawValue)
            }
        }
    }

    /// - Returns: the result as text for the attempt's note.
    private func apply(_ received: ReceivedEvent, in connection: Connection) throws -> String {
        guard let reference = try received.reference(on: connection) else {
            try received.mark(.unmatched, in: connection)
            return "no order is known under the CRM's id yet"
        }
        let settings = try Settings.read(on: connection)
        guard let order = try CRMOrder.read(reference, on: connection) else {
            try received.mark(.unmatched, in: connection)
            return "the queue does not know the order"
        }
        try ProofOfReceipt(received.event, queue: queue, settings: settings).settle(order, in: connection)
        let time = received.orderingTime(begunAt: try received.begunAt(on: connection))
        let verdict = try CRMStatus.read(reference, on: connection)?.verdict(on: received, time: time) ?? .applied
        try received.mark(verdict, in: connection)
        switch verdict {
        case .new, .unmatched, .older: break
        case .repeated: try CRMStatus.write(received, time: time, for: reference, in: connection)
        case .applied:
            try CRMStatus.write(received, time: time, for: reference, in: connection)
            try follow(received.event, order, settings, in: connection)
        }
        return verdict.rawValue
    }

    /// Maps the CRM's status to a status of the shop with `frontpadapi_matched_statuses`. If a status has no mapping,
    /// this is recorded once.
    private func follow(
        _ event: CRMEvent, _ order: CRMOrder, _ settings: Settings, in connection: Connection
    ) throws(SQLiteError) {
        let status = FrontpadStatus(event.status)
        let now = queue.clock.now()
        let mapped = status.equivalents.lazy.compactMap { settings.matchedStatuses.value(forKey: $0) }.first
        guard let target = mapped.flatMap({ Int($0) }) else {
            try OrderLog.append(order.reference, "crm_status", status.words, now: now, in: connection)
            try connection.run(
                "INSERT INTO unmapped_statuses (status, first_seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                event.status, now)
            return
        }
        let expected = try ShopStatus.expected(order.reference, queue: queue, on: connection)
        let isThere = expected == target
        try OrderLog.append(
            order.reference, "crm_status",
            "\(status.words): the shop's status \(target)" + (isThere ? ", as it is" : ""),
            now: now, in: connection)
        // If the shop has used the id again, it no longer has this order.
        guard !isThere, !order.isArchived else { return }
        try queue.insert(
            UpdateShopJob(reference: order.reference, expectStatus: expected, setStatus: target),
            in: connection)
    }
}
