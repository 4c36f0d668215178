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
    private var metrics = MetricsBatch()
    private let limited = Atomic<Bool>(false)

    /// Whether a queue with a limit is among those served: others may wait for the place of a job that ends.
    var ringsForPlaces: Bool { limited.load(ordering: .relaxed) }

    init(queue: JobQueue, worker: WorkerIdentity, queues: @escaping @Sendable () throws -> [QueueSpec]) {
        self.queue = queue
        self.worker = worker
        self.queues = queues
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
    }

    func ended(_ claim: Claim, _ outcome: Attempt.Outcome, at now: Int64) {
        metrics.finished(claim.job, outcome, ran: now - claim.claimedAt)
    }

    /// A slot wants a job; the box has it after the commit, where there was one.
    func wish(_ box: ResultBox<Claim?>) { wishes.append(box) }

    func close(_ connection: Connection) throws {
        if try !specs.allSatisfy({ $0.concurrency == nil })
            || queue.controls(on: connection).contains(where: { $0.concurrency != nil })
        {
            limited.store(true, ordering: .relaxed)
        }
        if !wishes.isEmpty, !specs.isEmpty {
            let claims = try queue.claim(
                specs, worker: worker, limit: wishes.count, metrics: &metrics, in: connection)
            for (wish, claim) in zip(wishes, claims) { wish.value = claim }
        }
        try metrics.store(in: connection)
    }
}
