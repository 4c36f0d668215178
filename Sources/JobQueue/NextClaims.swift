internal import SQLite
internal import Synchronization

/// What ends the transaction of slots whose results are being stored: their next jobs are claimed, all at once, and
/// what happened is counted. The counters are stored now and then, so that a commit seldom has to write their page.
final class NextClaims: GroupCloser, @unchecked Sendable {
    // Unchecked: only the leader of the group calls it, one after the other.
    private let queue: JobQueue
    private let worker: WorkerIdentity
    private let queues: @Sendable () throws -> [QueueSpec]
    private var specs: [QueueSpec] = []
    private var wishes: [ResultBox<Claim?>] = []
    /// What happened in this try.
    private var metrics = MetricsBatch()
    /// What was committed and is not counted in the database yet.
    private var pending = MetricsBatch()
    private var isPendingStored = false
    private var storedAt: Int64
    private let isFlushing = Atomic<Bool>(false)
    private let owes = Atomic<Bool>(false)
    /// In milliseconds. Longer: fewer writes; shorter: fewer counts go with a worker that is killed.
    static let metricsInterval: Int64 = 1_000
    private let limited = Atomic<Bool>(false)

    /// Whether a queue with a limit is among those served: others may wait for the place of a job that ends.
    var ringsForPlaces: Bool { limited.load(ordering: .relaxed) }

    init(queue: JobQueue, worker: WorkerIdentity, queues: @escaping @Sendable () throws -> [QueueSpec]) {
        self.queue = queue
        self.worker = worker
        self.queues = queues
        storedAt = queue.clock.steady() - NextClaims.metricsInterval
    }

    /// Whether something is not counted in the database yet.
    var owesMetrics: Bool { owes.load(ordering: .relaxed) }

    /// Lets the next transaction store the counters.
    func flush() { isFlushing.store(true, ordering: .relaxed) }

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
        isPendingStored = false
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
        let isDue = queue.clock.steady() - storedAt >= NextClaims.metricsInterval
        guard isDue || isFlushing.load(ordering: .relaxed) else { return }
        var all = pending
        all.add(metrics)
        try all.store(in: connection)
        isPendingStored = true
    }

    func committed() {
        guard isPendingStored else {
            pending.add(metrics)
            owes.store(!pending.isEmpty, ordering: .relaxed)
            return
        }
        pending = MetricsBatch()
        owes.store(false, ordering: .relaxed)
        isFlushing.store(false, ordering: .relaxed)
        storedAt = queue.clock.steady()
    }
}
