internal import SQLite
internal import Synchronization

/// Adds two steps to the transaction that stores the results of several slots: it claims their next jobs all at once,
/// and it stores the counters.
final class ClaimOnFinish: GroupCloser, @unchecked Sendable {
    // `@unchecked` is safe because only the leader of the group calls this object, and there is one leader at a time.
    private let queue: JobQueue
    private let worker: WorkerIdentity
    private let queues: @Sendable () throws -> [QueueSpec]
    private var specs: [QueueSpec] = []
    private var wishes: [ResultBox<Claim?>] = []
    private var claims: [Claim] = []
    /// The attempts that ended in this try of the transaction. They count even if `close` fails.
    private var ends = MetricsBatch()
    /// The claims in this try of the transaction.
    private var claimed = MetricsBatch()
    /// Earlier counts that this try stores.
    private var taken: MetricsBatch?
    private let ledger: MetricsLedger
    private let onTrouble: @Sendable (String) -> Void
    private let limited = Atomic<Bool>(false)

    /// Whether one of the served queues has a limit. If so, other workers may be waiting for a free place.
    var ringsForPlaces: Bool { limited.load(ordering: .relaxed) }

    init(
        queue: JobQueue, worker: WorkerIdentity, ledger: MetricsLedger,
        onTrouble: @escaping @Sendable (String) -> Void, queues: @escaping @Sendable () throws -> [QueueSpec]
    ) {
        self.queue = queue
        self.worker = worker
        self.queues = queues
        self.ledger = ledger
        self.onTrouble = onTrouble
    }

    /// If the plan cannot be read, nothing is claimed here. The worker itself reads the plan again and reports the
    /// error.
    func prepare() { specs = (try? queues()) ?? [] }

    func begin() {
        // The boxes of the last group now belong to its slots, so start with empty lists.
        wishes = []
        claims = []
        ends = MetricsBatch()
        claimed = MetricsBatch()
    }

    func count(_ claim: Claim, _ outcome: Attempt.Outcome, at now: Int64) {
        ends.finished(claim.job, outcome, ran: now.saturatingSubtracting(claim.claimedAt))
    }

    /// Asks for a job. If a job was available, the box holds its claim after the commit.
    func wish(_ box: ResultBox<Claim?>) { wishes.append(box) }

    func close(_ connection: Connection) throws {
        if !wishes.isEmpty, !specs.isEmpty {
            let controls = try queue.controls(on: connection)
            if specs.contains(where: { $0.concurrency != nil }) || controls.contains(where: { $0.concurrency != nil }) {
                limited.store(true, ordering: .relaxed)
            }
            var company = try Company(of: worker.id, on: connection)
            claims = try queue.claim(
                specs, controls, worker: worker, limit: wishes.count, company: &company, metrics: &claimed,
                in: connection)
        }
        try storeMetrics(in: connection)
    }

    /// If storing the counters fails, the claims stay valid and the counters are stored later.
    private func storeMetrics(in connection: Connection) throws {
        guard var all = ledger.takeWhereDue() else { return }
        taken = all
        all.add(ends)
        all.add(claimed)
        do {
            try connection.savepoint { try all.store(in: connection) }
        } catch {
            guard connection.isInTransaction else { throw error }
            payBack()
            onTrouble("the counters cannot be stored yet: \(error)")
        }
    }

    private func payBack() {
        if let taken { ledger.add(taken) }
        taken = nil
    }

    func ended(_ end: GroupEnd) {
        switch end {
        case .committed:
            for (wish, claim) in zip(wishes, claims) { wish.value = claim }
            if taken == nil {
                ledger.add(ends)
                ledger.add(claimed)
            } else {
                taken = nil
                ledger.stored()
            }
        case .withoutCloser(let error):
            payBack()
            ledger.add(ends)
            onTrouble("the next jobs cannot be claimed with the results of the last ones: \(error)")
        case .undone: payBack()
        }
    }
}
