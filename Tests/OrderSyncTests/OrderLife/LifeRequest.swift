import TestSupport

/// One run of a job. It can stop in the middle of its request while everything else continues.
final class LifeRequest: Sendable {
    private struct State: Sendable {
        var isParked = false
        var isOver = false
        var error: (any Error)?
        /// Continues the request. The value is false if nobody needs its end any more.
        var goOn: CheckedContinuation<Bool, Never>?
        /// The continuation of the caller that waits until the run has stopped or ended.
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

    /// The request calls this function and stops here.
    ///
    /// - Returns: whether the request continues as if nothing had happened.
    func park() async -> Bool {
        await withCheckedContinuation { goOn in
            wake {
                $0.isParked = true
                $0.goOn = goOn
            }
        }
    }

    /// Continues a stopped request and waits for the end of the run.
    func goOn(isAnswered: Bool) async throws {
        await resume(isAnswered)
        if let error { throw error }
    }

    /// Ends a stopped request and waits for the end of the run. Errors are ignored.
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
