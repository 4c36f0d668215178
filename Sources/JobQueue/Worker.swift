internal import SQLite
internal import Synchronization

/// Runs jobs: claims what is due, hands each claim to the handler of its kind, and finishes it.
///
/// Several claims run at once, each in a task of its own. A worker never sleeps while work is waiting that it may do.
public final class Worker: Sendable {
    /// When ``run(_:)`` returns.
    public enum Mode: Sendable, Hashable {
        /// When the worker is stopped.
        case serve
        /// When nothing is available or running, and nothing waits only for a budget. What is scheduled for later
        /// does not hold it.
        case drain
        /// After one claim, or at once where there is nothing to claim.
        case once
    }

    private struct State {
        var running = 0
        var isStopping = false
        /// Also what is being claimed at this moment is to be cancelled.
        var isCancelling = false
        var tasks: [Int64: Task<Void, Never>] = [:]
    }

    public let identity: WorkerIdentity
    private let queue: JobQueue
    private let handlers: [String: any JobHandler]
    private let configuration: Configuration
    private let report: @Sendable (WorkerEvent) -> Void
    private let signal = WakeSignal()
    private let state = Mutex(State())

    /// - Parameter report: called for each event, from any thread.
    public init(
        queue: JobQueue, handlers: [any JobHandler], configuration: Configuration,
        report: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
    ) throws {
        self.queue = queue
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kind, $0) })
        self.configuration = configuration
        self.report = report
        identity = try WorkerIdentity(databasePath: queue.database.path, concurrency: configuration.concurrency)
    }

    /// Claims nothing new; what runs is finished. ``run(_:)`` returns after it.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopping = true }
            return !state.isStopping
        }
        if isFirst { report(.stopping) }
        signal.ring()
    }

    /// Stops, and cancels what runs: handlers see the cancellation of their task.
    public func cancelRunning() {
        stop()
        let tasks = state.withLock { state in
            state.isCancelling = true
            return Array(state.tasks.values)
        }
        for task in tasks { task.cancel() }
    }

    /// Works until the mode's end.
    ///
    /// - Throws: where the worker cannot even register; later trouble is reported and waited out.
    public func run(_ mode: Mode) async throws {
        try queue.heartbeat(identity)
        report(.started(worker: identity.id))
        let watch = DoorbellWatch(
            database: queue.database, doorbell: queue.doorbell, interval: configuration.lookInterval
        ) { [signal] in signal.ring() }
        watch.start()
        let rescuer = Rescuer(queue: queue, worker: identity, lease: configuration.lease)
        // Before the first claim: a drain must not end while a dead worker still holds jobs.
        rescue(by: rescuer)
        let keeper = Task { await keepAlive(rescuer) }
        runChoresOnce()
        let chores = Task { await runChores() }
        await dispatch(mode)
        keeper.cancel()
        chores.cancel()
        watch.stop()
        await keeper.value
        await chores.value
        do {
            try queue.unregister(identity)
        } catch {
            report(.trouble("the worker stays on the list until others give it up: \(error)"))
        }
        report(.stopped)
    }

    // MARK: - Claiming

    private func dispatch(_ mode: Mode) async {
        var trouble: Int64 = 0
        while !isStopping {
            do {
                let free = configuration.concurrency - running
                let result = try queue.claim(
                    configuration.queues(), worker: identity, limit: mode == .once ? min(1, free) : free)
                trouble = 0
                result.claims.forEach(start)
                if mode == .once { break }
                if mode == .drain, isDrained(result) { break }
                await waitForWork(result)
            } catch {
                report(.trouble("\(error)"))
                trouble = min(trouble * 2 + 100, 5_000)
                await signal.wait(atMost: trouble, clock: queue.clock)
            }
        }
        while running > 0 { await signal.wait(atMost: nil, clock: queue.clock) }
    }

    private func isDrained(_ result: ClaimResult) -> Bool {
        result.claims.isEmpty && !result.waitsForBudget && result.nextLook != 0 && running == 0
    }

    private func waitForWork(_ result: ClaimResult) async {
        let isFull = running >= configuration.concurrency
        if !isFull, let nextLook = result.nextLook, nextLook <= 0 { return }
        // A full worker looks again when a slot is free.
        let nextLook = isFull ? nil : result.nextLook
        report(.idle(nextLook: nextLook))
        await signal.wait(atMost: nextLook, clock: queue.clock)
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }
    private var running: Int { state.withLock { $0.running } }

    // MARK: - Running a claim

    private func start(_ claim: Claim) {
        report(.claimed(claim))
        state.withLock { state in
            state.running += 1
            // Not a child task: it must be able to store its result though everything around it is cancelled.
            let task = Task.detached { [self] in
                await execute(claim)
                self.state.withLock { state in
                    state.running -= 1
                    state.tasks[claim.job.id] = nil
                }
                signal.ring()
            }
            state.tasks[claim.job.id] = task
            if state.isCancelling { task.cancel() }
        }
    }

    private func execute(_ claim: Claim) async {
        let handler = handlers[claim.job.kind]
        let outcome = await outcome(of: claim, by: handler)
        var pause: Int64 = 50
        while true {
            do {
                let (result, gaveUp) = try store(outcome, of: claim, handler: handler)
                if let gaveUp { report(.gaveUp(claim, error: gaveUp)) }
                report(.finished(claim, outcome, result))
                return
            } catch {
                // A full disk, say. The result is known, so it is kept and tried again; if the process ends first,
                // the job is rescued and its handler finds out what was done.
                report(.trouble("the result of job \(claim.job.id) cannot be stored yet: \(error)"))
                if isStopping { return }
                try? await queue.clock.sleep(pause)
                pause = min(pause * 2, 5_000)
            }
        }
    }

    private func outcome(of claim: Claim, by handler: (any JobHandler)?) async -> JobOutcome {
        guard let handler else {
            return .snooze(
                milliseconds: 60_000, reason: "\(JobQueue.unknownKind) «\(claim.job.kind)»")
        }
        if claim.job.lostAttempts >= configuration.maxLostAttempts {
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

    /// - Returns: what became of the job, and why where the queue itself gave it up.
    private func store(
        _ outcome: JobOutcome, of claim: Claim, handler: (any JobHandler)?
    ) throws -> (FinishResult, gaveUp: String?) {
        try queue.database.write { connection in
            let result = try queue.finish(
                claim, outcome, backoff: handler?.backoff ?? .exponential(), in: connection)
            guard case .finished(.discarded) = result, let handler else { return (result, nil) }
            switch outcome {
            case .retry(let error, _):
                try handler.gaveUp(on: claim, error: error, in: connection)
                return (result, error)
            case .discard(let error) where claim.job.lostAttempts >= configuration.maxLostAttempts:
                try handler.gaveUp(on: claim, error: error, in: connection)
                return (result, error)
            case .discard, .completed, .snooze, .cancel, .giveBack:
                return (result, nil)
            }
        }
    }

    // MARK: - Heartbeat, rescue, chores

    private func rescue(by rescuer: Rescuer) {
        do {
            let rescue = try rescuer.look()
            if !rescue.workers.isEmpty { report(.rescued(rescue)) }
        } catch {
            report(.trouble("\(error)"))
        }
    }

    private func keepAlive(_ rescuer: Rescuer) async {
        var beatAt = queue.clock.steady()
        while !Task.isCancelled {
            do {
                if queue.clock.steady() - beatAt >= configuration.lease / 3 {
                    try queue.heartbeat(identity)
                    beatAt = queue.clock.steady()
                }
            } catch {
                report(.trouble("\(error)"))
            }
            guard (try? await queue.clock.sleep(configuration.rescueInterval)) != nil else { return }
            rescue(by: rescuer)
        }
    }

    private func runChoresOnce() {
        for chore in configuration.chores { run(chore) }
    }

    private func runChores() async {
        await withDiscardingTaskGroup { group in
            for chore in configuration.chores {
                group.addTask { [self] in
                    while true {
                        guard (try? await queue.clock.sleep(chore.interval)) != nil else { return }
                        run(chore)
                    }
                }
            }
        }
    }

    private func run(_ chore: Chore) {
        do {
            if try chore.run() { signal.ring() }
        } catch {
            report(.trouble("\(chore.name): \(error)"))
        }
    }
}
