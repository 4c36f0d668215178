internal import Synchronization

/// A signal for one waiting task. Any number of threads may ring it. If it is rung while nobody waits, the next wait
/// returns at once.
final class WakeSignal: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            state.isRung = waiter == nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns when the signal is rung or the time is over. If `milliseconds` is nil, there is no time limit.
    func wait(atMost milliseconds: Int64?, clock: QueueClock) async {
        let timer = milliseconds.map { milliseconds in
            Task {
                try await clock.sleep(milliseconds)
                ring()
            }
        }
        await withCheckedContinuation { continuation in
            let isRung = state.withLock { state in
                if !state.isRung { state.waiter = continuation }
                defer { state.isRung = false }
                return state.isRung
            }
            if isRung { continuation.resume() }
        }
        timer?.cancel()
    }
}
