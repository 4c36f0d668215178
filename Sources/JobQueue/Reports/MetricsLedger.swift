internal import Synchronization

/// What a worker has counted and the database does not know yet. It is stored with a commit that is made anyway, once
/// in an interval, so that the others do not have to write the counters' page.
final class MetricsLedger: Sendable {
    /// In milliseconds. Longer: fewer writes; shorter: fewer counts go with a worker that is killed.
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

    /// What a commit has made true; or what was taken for one that failed.
    func add(_ batch: MetricsBatch) { state.withLock { $0.owed.add(batch) } }

    /// Lets the next transaction store what is owed, whatever the time.
    func flush() { state.withLock { $0.isFlushing = true } }

    /// - Returns: what is owed, for the caller's transaction to store, where it is time for that.
    func takeWhereDue() -> MetricsBatch? {
        state.withLock { state in
            guard state.isFlushing || clock.steady() - state.storedAt >= MetricsLedger.interval else { return nil }
            defer { state.owed = MetricsBatch() }
            return state.owed
        }
    }

    /// What was taken is durable.
    func stored() {
        state.withLock { state in
            state.storedAt = clock.steady()
            state.isFlushing = false
        }
    }
}
