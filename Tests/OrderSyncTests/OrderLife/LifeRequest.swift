import TestSupport

/// One run of a job, which can stop in the middle of its request while everything else goes on.
final class LifeRequest: Sendable {
    private struct State: Sendable {
        var isParked = false
        var isOver = false
        var error: (any Error)?
        /// Goes on with the request; false: its end is of no interest any more.
        var goOn: CheckedContinuation<Bool, Never>?
        /// Waits until the run has stopped or ended.
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Monitor(State())
    var isParked: Bool { state.withLock { $0.isParked } }
    var error: (any Error)? { state.withLock { $0.error } }

    /// Returns when the run has ended or stopped in its request.
    func start(_ run: @escaping @Sendable () async throws -> Void) async {
        await withCheckedContinuation { waiting in
            state.withLock { $0.waiting = waiting }
            Task {
                do {
                    try await run()
                } catch {
                    state.withLock { $0.error = error }
                }
                wake { $0.isOver = true }
            }
        }
    }

    /// Called by the request: it stops here.
    ///
    /// - Returns: whether it goes on as if nothing had happened.
    func park() async -> Bool {
        await withCheckedContinuation { goOn in
            wake {
                $0.isParked = true
                $0.goOn = goOn
            }
        }
    }

    /// Lets a stopped request go on, and waits for the end of the run.
    func goOn(isAnswered: Bool) async throws {
        await resume(isAnswered)
        if let error { throw error }
    }

    /// The same, whatever comes of it.
    func end() async { await resume(false) }

    private func resume(_ isAnswered: Bool) async {
        await withCheckedContinuation { waiting in
            let goOn = state.withLock { state in
                state.waiting = waiting
                state.isParked = false
                defer { state.goOn = nil }
                return state.goOn
            }
            goOn?.resume(returning: isAnswered)
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
