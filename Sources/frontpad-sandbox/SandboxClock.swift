internal import Glibc
internal import Synchronization

/// The sandbox's clock. It follows the system's clocks until a test stops it and moves it by hand. So a test can
/// exceed limits per second, minute and hour without waiting.
final class SandboxClock: Sendable {
    private struct State {
        /// The time that is added to the system's clocks, in milliseconds.
        var offset: Int64 = 0
        /// The times at which the clock was stopped, or nil if it is running.
        var stopped: (steady: Int64, wall: Int64)?
    }

    private let state = Mutex(State())

    /// The steady time, in milliseconds from an arbitrary start. It never goes backwards, so the limits use it.
    var steady: Int64 { state.withLock { ($0.stopped?.steady ?? Self.read(CLOCK_MONOTONIC)) + $0.offset } }

    /// The wall-clock time, in milliseconds since 1970-01-01 UTC.
    var wall: Int64 { state.withLock { ($0.stopped?.wall ?? Self.read(CLOCK_REALTIME)) + $0.offset } }

    func stop() {
        state.withLock {
            guard $0.stopped == nil else { return }
            $0.stopped = (Self.read(CLOCK_MONOTONIC), Self.read(CLOCK_REALTIME))
        }
    }

    func advance(milliseconds: Int64) { state.withLock { $0.offset += milliseconds } }

    /// Makes the clock follow the system's clocks again. The clock keeps the time by which it was advanced, because
    /// the steady time must not go backwards.
    func run() {
        state.withLock {
            if let stopped = $0.stopped {
                $0.offset = max(0, $0.offset - (Self.read(CLOCK_MONOTONIC) - stopped.steady))
            }
            $0.stopped = nil
        }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
