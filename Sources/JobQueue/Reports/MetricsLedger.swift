internal import Synchronization

/// The counts of a worker that are not in the database yet. Once per interval, a commit that happens anyway stores
/// them. So most commits do not have to write the page with the counters.
final class MetricsLedger: Sendable {
    /// The time between two stores, in milliseconds. A longer interval means fewer writes. With a shorter one, a
    /// killed worker loses fewer counts.
    static let interval: Int64 = 1_000

    private struct State {
        var owed = MetricsBatch()
        var storedAt: Int64
        var isFlushing = false
    }

    private let clock: QueueClock
    private let state: Mutex<State>

    init(clock: QueueClock) {
        self.clock = clock
        state = Mutex(State(storedAt: clock.steady() - MetricsLedger.interval))
    }

    var owes: Bool { state.withLock { !$0.owed.isEmpty } }

    /// Adds the counts of a commit, or returns counts that were taken for a commit that failed.
    func add(_ batch: MetricsBatch) { state.withLock { $0.owed.add(batch) } }

    /// Makes the next transaction store all counts.
    func flush() { state.withLock { $0.isFlushing = true } }

    /// - Returns: the counts that the caller's transaction must store, or nil if the interval is not over.
    func takeWhereDue() -> MetricsBatch? {
        state.withLock { state in
            guard state.isFlushing || clock.steady() - state.storedAt >= MetricsLedger.interval else { return nil }
            defer { state.owed = MetricsBatch() }
            return state.owed
        }
    }

    /// Call this method when the counts that were taken are on the disk.
    func stored() {
        state.withLock { state in
            state.storedAt = clock.steady()
            state.isFlushing = false
        }
    }
}
