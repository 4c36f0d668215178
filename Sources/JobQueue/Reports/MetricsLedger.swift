internal import Synchronization

/// The counts of a worker that are not in the database yet. Once in an interval they join a commit that happens anyway,
/// so that most commits need not write the page of the counters.
final class MetricsLedger: Sendable {
    /// In milliseconds. Longer: fewer writes. Shorter: fewer counts are lost with a killed worker.
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

    /// Adds counts: of a commit, or those that were taken for a commit that failed.
    func add(_ batch: MetricsBatch) { state.withLock { $0.owed.add(batch) } }

    /// Makes the next transaction store everything.
    func flush() { state.withLock { $0.isFlushing = true } }

    /// - Returns: the counts that the caller's transaction is to store; nil if the interval is not over.
    func takeWhereDue() -> MetricsBatch? {
        state.withLock { state in
            guard state.isFlushing || clock.steady() - state.storedAt >= MetricsLedger.interval else { return nil }
            defer { state.owed = MetricsBatch() }
            return state.owed
        }
    }

    /// The counts that were taken are durable now.
    func stored() {
        state.withLock { state in
            state.storedAt = clock.steady()
            state.isFlushing = false
        }
    }
}
