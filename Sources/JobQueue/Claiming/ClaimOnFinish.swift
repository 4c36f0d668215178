internal import SQLite
internal import Synchronization

/// Ends the transaction that stores the results of several slots: it claims their next jobs, all at once, and stores the
/// counters.
final class ClaimOnFinish: GroupCloser, @unchecked Sendable {
    // Unchecked: only the group's leader calls it, one leader at a time.
    private let queue: JobQueue
    private let worker: WorkerIdentity
    private let queues: @Sendable () throws -> [QueueSpec]
    private var specs: [QueueSpec] = []
    private var wishes: [ResultBox<Claim?>] = []
    private var claims: [Claim] = []
    /// Attempts that ended in this try. They count even if the closing fails.
    private var ends = MetricsBatch()
    /// Claims in this try.
    private var claimed = MetricsBatch()
    /// Counts from before that this try stores.
    private var taken: MetricsBatch?
    private let ledger: MetricsLedger
    private let onTrouble: @Sendable (String) -> Void
    private let limited = Atomic<Bool>(false)

    /// Whether one of the served queues has a limit: other workers may be waiting for a place.
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

    /// If the queues cannot be read, nothing is claimed; the worker itself reads them again and reports the error.
    func prepare() { specs = (try? queues()) ?? [] }

    func begin() {
        // The boxes of the last group belong to its slots by now.
        wishes = []
        claims = []
        ends = MetricsBatch()
        claimed = MetricsBatch()
    }

    func count(_ claim: Claim, _ outcome: Attempt.Outcome, at now: Int64) {
        ends.finished(claim.job, outcome, ran: now.saturatingSubtracting(claim.claimedAt))
    }

    /// Asks for a job. After the commit the box holds one, if there was one.
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

    /// An error of the counters does not undo a claim: they are stored later.
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
