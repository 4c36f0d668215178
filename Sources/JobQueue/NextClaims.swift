internal import SQLite

/// Claims the next jobs of slots whose results are just being stored: in the same transaction, all at once.
final class NextClaims: GroupCloser, @unchecked Sendable {
    // Unchecked: only the leader of the group calls it, one after the other.
    private let queue: JobQueue
    private let worker: WorkerIdentity
    private let queues: @Sendable () throws -> [QueueSpec]
    private var specs: [QueueSpec] = []
    private var wishes: [ResultBox<Claim?>] = []

    init(queue: JobQueue, worker: WorkerIdentity, queues: @escaping @Sendable () throws -> [QueueSpec]) {
        self.queue = queue
        self.worker = worker
        self.queues = queues
    }

    /// Where the queues cannot be told, nothing is claimed: the worker itself asks again and reports the trouble.
    func prepare() { specs = (try? queues()) ?? [] }

    func begin() {
        for wish in wishes { wish.value = nil }
        wishes = []
    }

    /// A slot wants a job; the box has it after the commit, where there was one.
    func wish(_ box: ResultBox<Claim?>) { wishes.append(box) }

    func close(_ connection: Connection) throws {
        guard !wishes.isEmpty, !specs.isEmpty else { return }
        let claims = try queue.claim(specs, worker: worker, limit: wishes.count, in: connection)
        for (wish, claim) in zip(wishes, claims) { wish.value = claim }
    }
}
