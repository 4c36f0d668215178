import JobQueue
import TestSupport

/// Clocks that change only when a test moves them. A sleep ends when the clock reaches its time.
final class ManualClock: Sendable {
    private struct Sleeper: Sendable {
        let wakesAt: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State: Sendable {
        var wall: Int64 = 1_700_000_000_000
        var steady: Int64 = 1_000_000
        var lastSleeper = 0
        var sleepers: [Int: Sleeper] = [:]
        /// The sleepers that were cancelled before they began to sleep.
        var cancelled: Set<Int> = []
    }

    private let state = Monitor(State())

    var now: Int64 { state.withLock { $0.wall } }

    /// Returns the clock for a queue.
    ///
    /// - Parameter boot: the id of the boot. Another value simulates the machine after a reboot.
    func clock(boot: String = "first boot", steadyOffset: Int64 = 0) -> QueueClock {
        QueueClock(
            now: { self.state.withLock { $0.wall } }, steady: { self.state.withLock { $0.steady + steadyOffset } },
            boot: boot, sleep: { try await self.sleep($0) })
    }

    /// Advances both clocks.
    func advance(by milliseconds: Int64) {
        let woken = state.withLock { state in
            state.wall += milliseconds
            state.steady += milliseconds
            let woken = state.sleepers.filter { $0.value.wakesAt <= state.steady }
            for id in woken.keys { state.sleepers[id] = nil }
            return woken.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Advances both clocks step by step until a condition is true.
    func advance<Seen>(
        by milliseconds: Int64, until what: String, look: @autoclosure () throws -> Seen, _ isIt: (Seen) throws -> Bool
    ) async throws {
        try await stepping(until: what, step: { advance(by: milliseconds) }, look: try look(), isIt: isIt)
    }

    /// Moves only the wall clock, as an administrator or NTP can do.
    func jumpWall(by milliseconds: Int64) { state.withLock { $0.wall += milliseconds } }

    private func sleep(_ milliseconds: Int64) async throws {
        let id = state.withLock { state in
            state.lastSleeper += 1
            return state.lastSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.sleepers[id] = Sleeper(wakesAt: state.steady + milliseconds, continuation: continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
