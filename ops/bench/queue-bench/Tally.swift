internal import JobQueue
internal import Synchronization

/// Counts what a worker has done.
final class Tally: Sendable {
    private let limit: Int
    private let finished = Atomic<Int>(0)
    private let troubles = Atomic<Int>(0)
    private let hasIdled = Atomic<Bool>(false)
    private let latenciesSoFar = Mutex<[UInt64]>([])
    private let onFull = Mutex<@Sendable () -> Void>({})

    /// - Parameter limit: see ``whenFull(_:)``.
    init(limit: Int? = nil) { self.limit = limit ?? .max }

    /// Nanoseconds from the beginning of each insertion to the start of its job.
    var latencies: [UInt64] { latenciesSoFar.withLock { $0 } }

    /// Sets what happens when the number of finished jobs reaches the limit.
    func whenFull(_ body: @escaping @Sendable () -> Void) { onFull.withLock { $0 = body } }

    func started(_ claim: Claim) {
        let now = nanoseconds()
        guard let at = Bench.insertionTime(claim.job) else { return }
        latenciesSoFar.withLock { $0.append(now - at) }
    }

    func finishedOne() {
        if finished.add(1, ordering: .relaxed).newValue == limit { onFull.withLock { $0 }() }
    }

    func met(trouble: String) {
        troubles.add(1, ordering: .relaxed)
        complain(trouble)
    }

    func isFirstIdling() -> Bool { !hasIdled.exchange(true, ordering: .relaxed) }

    func add(to figures: inout Figures) {
        figures.add("count", finished.load(ordering: .relaxed))
        figures.add("troubles", troubles.load(ordering: .relaxed))
    }
}
