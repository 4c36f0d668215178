import Synchronization
import TestSupport

/// Records events, so that tests can wait for them without blocking a thread of Swift's concurrency.
final class EventLog<Event: Sendable>: Sendable {
    private struct Waiter: Sendable {
        let isIt: @Sendable ([Event]) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State: Sendable {
        var events: [Event] = []
        var lastWaiter = 0
        var waiters: [Int: Waiter] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    var all: [Event] { state.withLock { $0.events } }

    /// The last events, for a failure message.
    var summary: String { all.suffix(5).map { "\("\($0)".prefix(300))" }.joined(separator: "; ") }

    func append(_ event: Event) {
        let ready = state.withLock { state in
            state.events.append(event)
            let ready = state.waiters.filter { $0.value.isIt(state.events) }
            for id in ready.keys { state.waiters[id] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume(returning: true) }
    }

    /// Waits until the recorded events satisfy a condition.
    ///
    /// - Throws: ``NotInTime``.
    func wait(for what: String, until isIt: @escaping @Sendable ([Event]) -> Bool) async throws {
        try await inTime(what, last: self.summary) { [self] in
            guard await reached(isIt) else { throw CancellationError() }
        }
    }

    /// Waits without a time limit until the recorded events satisfy a condition.
    ///
    /// - Returns: false if the waiting task was cancelled.
    func reached(_ isIt: @escaping @Sendable ([Event]) -> Bool) async -> Bool {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if isIt(state.events) { return true }
                    if state.cancelled.remove(id) != nil { return false }
                    state.waiters[id] = Waiter(isIt: isIt, continuation: continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: id)
                if waiter == nil { state.cancelled.insert(id) }
                return waiter
            }
            waiter?.continuation.resume(returning: false)
        }
    }
}

/// A gate that holds tasks until it is opened. If a waiting task is cancelled, it continues with `CancellationError`.
struct Gate: Sendable {
    private let log = EventLog<Void>()

    func open() { log.append(()) }

    func pass() async throws {
        guard await log.reached({ !$0.isEmpty }) else { throw CancellationError() }
    }
}
