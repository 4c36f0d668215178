internal import SQLite
internal import Synchronization

/// One of a worker's slots: runs a claim, stores its result and takes the next claim in the same transaction, until
/// there is none.
extension Worker {
    func start(_ claim: Claim) {
        state.withLock { state in
            state.running += 1
            state.slots += 1
            let slot = state.slots
            // Not a child task: it must be able to store its result though everything around it is cancelled.
            let task = Task.detached { [self] in
                await serve(claim)
                self.state.withLock { state in
                    state.running -= 1
                    state.tasks[slot] = nil
                }
                signal.ring()
            }
            state.tasks[slot] = task
            if state.isCancelling { task.cancel() }
        }
    }

    private func serve(_ first: Claim) async {
        var next: Claim? = first
        while let claim = next {
            report(.claimed(claim))
            let handler = handlers[claim.job.kind]
            let outcome = await outcome(of: claim, by: handler)
            next = await store(outcome, of: claim, handler: handler)
        }
    }

    private func outcome(of claim: Claim, by handler: (any JobHandler)?) async -> JobOutcome {
        guard let handler else {
            return .snooze(
                milliseconds: 60_000, reason: "this worker knows no jobs of the kind «\(claim.job.kind)»")
        }
        if isLostTooOften(claim) {
            return .discard(error: "its worker died \(claim.job.lostAttempts) times while it ran")
        }
        do {
            return try await handler.perform(claim)
        } catch is CancellationError {
            return .giveBack(reason: "the worker was stopped")
        } catch {
            return .retry(error: "\(error)")
        }
    }

    private func isLostTooOften(_ claim: Claim) -> Bool { claim.job.lostAttempts >= configuration.maxLostAttempts }

    /// - Returns: the slot's next claim.
    private func store(_ outcome: JobOutcome, of claim: Claim, handler: (any JobHandler)?) async -> Claim? {
        var pause: Int64 = 50
        while true {
            do {
                return try await storeOnce(outcome, of: claim, handler: handler)
            } catch {
                // A full disk, say. The result is known, so it is kept and tried again; if the process ends first,
                // the job is rescued and its handler finds out what was done.
                report(.trouble("the result of job \(claim.job.id) cannot be stored yet: \(error)"))
                if isStopping { return nil }
                try? await queue.clock.sleep(pause)
                pause = min(pause * 2, 5_000)
            }
        }
    }

    private func storeOnce(_ outcome: JobOutcome, of claim: Claim, handler: (any JobHandler)?) async throws -> Claim? {
        let gaveUp = givesUp(outcome, claim)
        let result = ResultBox(FinishResult.lost)
        let next = ResultBox<Claim?>(nil)
        let isTakingMore = takesNext && !isStopping && !Task.isCancelled
        try await commits.submit(
            GroupCommit.Item(isIsolated: gaveUp != nil && handler != nil, closer: isTakingMore ? nextClaims : nil) {
                [queue, nextClaims] connection in
                result.value = try queue.finish(
                    claim, outcome, backoff: handler?.backoff ?? .exponential(), in: connection)
                if let gaveUp, result.value == .finished(.discarded) {
                    try handler?.gaveUp(on: claim, error: gaveUp, in: connection)
                }
                if isTakingMore { nextClaims.wish(next) }
            })
        if let gaveUp, handler != nil, result.value == .finished(.discarded) { report(.gaveUp(claim, error: gaveUp)) }
        report(.finished(claim, outcome, result.value))
        return next.value
    }

    /// - Returns: why, where it is the queue itself that gives the job up.
    private func givesUp(_ outcome: JobOutcome, _ claim: Claim) -> String? {
        switch outcome {
        case .retry(let error, _): claim.attempt >= claim.job.maxAttempts ? error : nil
        case .discard(let error): isLostTooOften(claim) ? error : nil
        case .completed, .snooze, .cancel, .giveBack: nil
        }
    }
}
