internal import SQLite
internal import Synchronization

/// A slot of a worker runs one claim after the other. It stores the result and takes the next claim in the same
/// transaction, until there is no job left.
extension Worker {
    /// The worker's record of a slot.
    struct Slot {
        let task: Task<Void, Never>
        /// The claim that the slot is running or is about to run.
        var claim: Claim
        /// Why the claim was cancelled; nil if it was not. The slot ends with this claim, because a cancelled task
        /// stays cancelled.
        var interruption: Interruption?
    }

    func start(_ claim: Claim) {
        state.withLock { state in
            state.started += 1
            let number = state.started
            // Do not use a child task: the slot must be able to store its result even if everything around it is
            // cancelled.
            let task = Task.detached { [self] in
                await serve(claim, slot: number)
                self.state.withLock { $0.slots[number] = nil }
                signal.ring()
            }
            state.slots[number] = Slot(task: task, claim: claim)
            if state.isCancelling { task.cancel() }
        }
    }

    private func serve(_ first: Claim, slot: Int) async {
        var next: Claim? = first
        while let claim = next {
            state.withLock { $0.slots[slot]?.claim = claim }
            report(.claimed(claim))
            let handler = handlers[claim.job.kind]
            let outcome = await outcome(of: claim, by: handler, slot: slot).cut
            next = await store(outcome, of: claim, handler: handler)
        }
    }

    private func outcome(of claim: Claim, by handler: (any JobHandler)?, slot: Int) async -> JobOutcome {
        guard let handler else {
            return .snooze(milliseconds: 60_000, reason: JobQueue.unknownKind(claim.job.kind))
        }
        if isLostTooOften(claim) {
            return .discard(error: "its worker died \(claim.job.lostAttempts) times while it ran")
        }
        let timer = handler.timeLimit.map { limit in
            Task {
                try await queue.clock.sleep(limit)
                interrupt(claim, .timeLimit(limit))
            }
        }
        defer { timer?.cancel() }
        do {
            return try await handler.perform(claim)
        } catch is CancellationError {
            switch state.withLock({ $0.slots[slot]?.interruption }) {
            case .request(let reason): return .cancel(reason: reason)
            case .timeLimit(let limit): return .retry(error: "it took longer than its limit of \(limit) ms")
            case nil: return .giveBack(reason: "the worker was stopped")
            }
        } catch {
            return .retry(error: "\(error)")
        }
    }

    /// Cancels a running attempt, once.
    private func interrupt(_ claim: Claim, _ why: Interruption) {
        let task = state.withLock { state -> Task<Void, Never>? in
            let slot = state.slots.first {
                $0.value.claim.job.id == claim.job.id && $0.value.claim.attempt == claim.attempt
            }
            guard let slot, slot.value.interruption == nil else { return nil }
            state.slots[slot.key]?.interruption = why
            return slot.value.task
        }
        guard let task else { return }
        report(.interrupted(claim, why))
        task.cancel()
    }

    /// Cancels the running jobs that somebody has asked to cancel.
    func obeyCancelRequests() throws {
        let running = state.withLock { $0.slots.values.map(\.claim) }
        guard !running.isEmpty else { return }
        for request in try queue.cancelRequests(forWorker: identity.id) {
            let claim = running.first { $0.job.id == request.job && $0.attempt == request.attempt }
            if let claim { interrupt(claim, .request(reason: request.reason)) }
        }
    }

    private func isLostTooOften(_ claim: Claim) -> Bool { claim.job.lostAttempts >= configuration.maxLostAttempts }

    // MARK: - Storing the result

    /// - Returns: the slot's next claim, or nil if there is none.
    private func store(_ outcome: JobOutcome, of claim: Claim, handler: (any JobHandler)?) async -> Claim? {
        var pause: Int64 = 50
        while true {
            do {
                return try await storeOnce(outcome, of: claim, handler: handler)
            } catch {
                // The disk may be full. The slot keeps the result and stores it later. If the process ends before
                // that, the job is rescued, and its handler must find out what was done.
                report(.trouble("the result of job \(claim.job.id) cannot be stored yet: \(error)"))
                if isStopping { return nil }
                try? await queue.clock.sleep(pause)
                pause = min(pause * 2, 5_000)
            }
        }
    }

    private func storeOnce(_ outcome: JobOutcome, of claim: Claim, handler: (any JobHandler)?) async throws -> Claim? {
        let gaveUp = handler == nil ? nil : givesUp(outcome, claim)
        let result = ResultBox(FinishResult.lost)
        let next = ResultBox<Claim?>(nil)
        let isTakingMore = takesNext && !Task.isCancelled
        try await commits.submit(
            GroupCommit.Item(isIsolated: gaveUp != nil, closer: claimOnFinish) { [queue, claimOnFinish] connection in
                let (stored, recorded) = try queue.end(
                    claim, outcome, backoff: handler?.backoff ?? .exponential(), in: connection)
                result.value = stored
                if let gaveUp, result.value == .finished(.discarded) {
                    try handler?.gaveUp(on: claim, error: gaveUp, in: connection)
                }
                // Count last, because work that is rolled back must not be counted.
                if let recorded { claimOnFinish.count(claim, recorded, at: queue.clock.now()) }
                if isTakingMore { claimOnFinish.wish(next) }
            }, others: running - 1)
        if let gaveUp, result.value == .finished(.discarded) { report(.gaveUp(claim, error: gaveUp)) }
        report(
            .finished(
                claim, outcome, result.value, ran: max(0, queue.clock.now().saturatingSubtracting(claim.claimedAt))))
        if claimOnFinish.ringsForPlaces { queue.doorbell.ring() }
        return next.value
    }

    /// - Returns: the error if the queue itself gives up the job, otherwise nil.
    private func givesUp(_ outcome: JobOutcome, _ claim: Claim) -> String? {
        switch outcome {
        case .retry(let error, _): claim.attempt >= claim.job.maxAttempts ? error : nil
        case .discard(let error): isLostTooOften(claim) ? error : nil
        case .completed, .snooze, .cancel, .giveBack: nil
        }
    }
}
