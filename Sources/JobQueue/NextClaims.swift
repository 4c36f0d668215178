internal import SQLite
internal import Synchronization

/// What ends the transaction of slots whose results are being stored: their next jobs are claimed, all at once, and
/// what happened is counted.
final class NextClaims: GroupCloser, @unchecked Sendable {
    // Unchecked: only the leader of the group calls it, one after the other.
    private let queue: JobQueue
    private let worker: WorkerIdentity
    private let queues: @Sendable () throws -> [QueueSpec]
    private var specs: [QueueSpec] = []
    private var wishes: [ResultBox<Claim?>] = []
    /// What happened in this try.
    private var metrics = MetricsBatch()
    /// What was owed before and is stored with this try.
    private var taken: MetricsBatch?
    private let ledger: MetricsLedger
    private let limited = Atomic<Bool>(false)

    /// Whether a queue with a limit is among those served: others may wait for the place of a job that ends.
    var ringsForPlaces: Bool { limited.load(ordering: .relaxed) }

    init(
        queue: JobQueue, worker: WorkerIdentity, ledger: MetricsLedger,
        queues: @escaping @Sendable () throws -> [QueueSpec]
    ) {
        self.queue = queue
        self.worker = worker
        self.queues = queues
        self.ledger = ledger
    }

    /// Where the queues cannot be told, nothing is claimed: the worker itself asks again and reports the trouble.
    func prepare() {
        // The boxes of the last group are its slots' by now.
        wishes = []
        specs = (try? queues()) ?? []
    }

    func begin() {
        for wish in wishes { wish.value = nil }
        wishes = []
        metrics = MetricsBatch()
        // It went with a try that failed.
        if let taken { ledger.add(taken) }
        taken = nil
    }

    func ended(_ claim: Claim, _ outcome: Attempt.Outcome, at now: Int64) {
        metrics.finished(claim.job, outcome, ran: now - claim.claimedAt)
    }

    /// A slot wants a job; the box has it after the commit, where there was one.
    func wish(_ box: ResultBox<Claim?>) { wishes.append(box) }

    func close(_ connection: Connection) throws {
        if !wishes.isEmpty, !specs.isEmpty {
            let controls = try queue.controls(on: connection)
            if specs.contains(where: { $0.concurrency != nil }) || controls.contains(where: { $0.concurrency != nil }) {
                limited.store(true, ordering: .relaxed)
            }
            let claims = try queue.claim(
                specs, controls, worker: worker, limit: wishes.count, metrics: &metrics, in: connection)
            for (wish, claim) in zip(wishes, claims) { wish.value = claim }
        }
        guard var all = ledger.takeWhereDue() else { return }
        taken = all
        all.add(metrics)
        try all.store(in: connection)
    }

    func committed() {
        guard taken != nil else { return ledger.add(metrics) }
        taken = nil
        ledger.stored()
    }
}
