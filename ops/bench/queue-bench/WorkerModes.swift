internal import JobQueue
internal import SQLite
internal import Synchronization

extension Bench {
    /// Runs a worker with `slots` slots until nothing is left.
    func drain() async throws {
        let tally = Tally()
        let worker = try makeWorker(tally)
        begin()
        let start = nanoseconds()
        try await worker.run(.drain)
        _ = try? queue.database.checkpoint()
        var figures = Figures(.drain)
        figures.add(start: start, end: nanoseconds())
        tally.add(to: &figures)
        figures.show()
    }

    /// Runs a worker with `slots` slots until standard input ends. Says `idle` when it idles for the first time;
    /// `latencies_ns`: from the beginning of each insertion to the start of its job.
    func serve() async throws {
        let tally = Tally()
        let worker = try makeWorker(tally)
        begin()
        let start = nanoseconds()
        let work = Task.detached { try await worker.run(.serve) }
        while readLine() != nil {}
        worker.stop()
        try await work.value
        var figures = Figures(.serve)
        figures.add(start: start, end: nanoseconds())
        tally.add(to: &figures)
        figures.add("latencies_ns", all: tally.latencies)
        figures.show()
    }

    private func makeWorker(_ tally: Tally) throws -> Worker {
        let saysReady = options.mode == .serve
        return try Worker(
            queue: queue, handlers: [NoWork { tally.started($0) }],
            configuration: Worker.Configuration(concurrency: options.slots) { [QueueSpec(Bench.queueName)] }
        ) { event in
            switch event {
            case .finished: tally.finished.add(1, ordering: .relaxed)
            case .trouble(let what):
                tally.troubles.add(1, ordering: .relaxed)
                complain(what)
            case .idle:
                if saysReady, !tally.hasIdled.exchange(true, ordering: .relaxed) { say("idle") }
            default: break
            }
        }
    }
}

/// What a worker has done.
private final class Tally: Sendable {
    let finished = Atomic<Int>(0)
    let troubles = Atomic<Int>(0)
    let hasIdled = Atomic<Bool>(false)
    private let latenciesOfAll = Mutex<[UInt64]>([])

    var latencies: [UInt64] { latenciesOfAll.withLock { $0 } }

    func started(_ claim: Claim) {
        let now = nanoseconds()
        guard let at = Bench.insertionTime(claim.job) else { return }
        latenciesOfAll.withLock { $0.append(now - at) }
    }

    func add(to figures: inout Figures) {
        figures.add("count", finished.load(ordering: .relaxed))
        figures.add("troubles", troubles.load(ordering: .relaxed))
    }
}
