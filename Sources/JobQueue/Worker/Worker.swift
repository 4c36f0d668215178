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

    struct State {
        var isStopping = false
        /// Also what is being claimed at this moment is to be cancelled.
        var isCancelling = false
        /// Whether a slot takes its next job with the commit of its last one.
        var takesNext = true
        /// How many slots have ever been started: numbers them.
        var started = 0
        var slots: [Int: Slot] = [:]
    }

    public let identity: WorkerIdentity
    let queue: JobQueue
    let handlers: [String: any JobHandler]
    private let queues: @Sendable () throws -> [QueueSpec]
    let configuration: Configuration
    let report: @Sendable (WorkerEvent) -> Void
    let signal = WakeSignal()
    let state = Mutex(State())
    let commits: GroupCommit
    let claimOnFinish: ClaimOnFinish
    let ledger: MetricsLedger
    private let turn: ClaimLock
    /// After how many milliseconds a worker that found another one claiming looks again, unless it is rung before.
    private static let nextTurn: Int64 = 5

    /// - Parameters:
    ///   - queue: whose jobs it does.
    ///   - handlers: one for each kind. The worker serves the queues of their kinds, that of the first handler first.
    ///   - configuration: how many jobs run at once, and everything else.
    ///   - report: called for each event, from any thread.
    public init(
        queue: JobQueue, handlers: [any JobHandler], configuration: Configuration,
        report: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
    ) throws {
        self.queue = queue
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kindName, $0) })
        self.configuration = configuration
        self.report = report
        let (names, plan) = (handlers.queues, configuration.plan)
        queues = { try plan().specs(of: names) }
        identity = try WorkerIdentity(databasePath: queue.database.path, concurrency: configuration.concurrency)
        turn = ClaimLock(databasePath: queue.database.path)
        commits = GroupCommit(database: queue.database)
        ledger = MetricsLedger(clock: queue.clock)
        claimOnFinish = ClaimOnFinish(
            queue: queue, worker: identity, ledger: ledger, onTrouble: { report(.trouble($0)) },
            queues: queues)
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
            return state.slots.values.map(\.task)
        }
        for task in tasks { task.cancel() }
    }

    /// Works until the mode's end.
    ///
    /// - Throws: where the worker cannot even register; later trouble is reported and waited out.
    public func run(_ mode: Mode) async throws {
        try queue.heartbeat(identity)
        report(.started(worker: identity.id))
        let rescuer = Rescuer(queue: queue, worker: identity, lease: configuration.lease)
        let watch = DoorbellWatch(
            database: queue.database, doorbell: queue.doorbell,
            workersFolder: LivenessFile.folder(databasePath: queue.database.path),
            interval: configuration.lookInterval,
            onDeath: { [self] in rescue(by: rescuer) }, onRing: { [signal] in signal.ring() })
        watch.start()
        // Before the first claim: a drain must not end while a dead worker still holds jobs.
        rescue(by: rescuer)
        let keeper = Task { await keepAlive(rescuer, watch) }
        runChoresOnce()
        let chores = Task { await runChores() }
        let periodic = Task { await runPeriodicJobs() }
        await dispatch(mode)
        keeper.cancel()
        chores.cancel()
        periodic.cancel()
        watch.stop()
        await keeper.value
        await chores.value
        await periodic.value
        await storeMetrics()
        do {
            try queue.unregister(identity)
        } catch {
            report(.trouble("the worker stays on the list until others give it up: \(error)"))
        }
        report(.stopped)
    }

    // MARK: - Claiming

    private func dispatch(_ mode: Mode) async {
        state.withLock { $0.takesNext = mode != .once }
        var trouble: Int64 = 0
        while !isStopping {
            do {
                try obeyCancelRequests()
                // A slot that ends meanwhile may leave behind what this look does not see.
                let wasIdle = running == 0
                guard let result = try claim(mode) else {
                    await signal.wait(atMost: Worker.nextTurn, clock: queue.clock)
                    continue
                }
                trouble = 0
                result.claims.forEach(start)
                if mode == .once { break }
                if mode == .drain, wasIdle, isDrained(result) { break }
                await waitForWork(result)
            } catch {
                report(.trouble("\(error)"))
                trouble = min(trouble * 2 + 100, 5_000)
                await signal.wait(atMost: trouble, clock: queue.clock)
            }
        }
        while running > 0 { await signal.wait(atMost: nil, clock: queue.clock) }
    }

    /// - Returns: nil where another worker is claiming at this moment.
    private func claim(_ mode: Mode) throws -> ClaimResult? {
        let free = configuration.concurrency - running
        let queues = try queues()
        // The end of a job wakes it.
        guard free > 0 else { return ClaimResult(claims: [], nextLook: nil, waitsForBudget: false) }
        switch mode {
        case .serve: return try turn.tried { try queue.claim(queues, worker: identity, limit: free, ledger: ledger) }
        // These end when there is nothing, so they have to know.
        case .drain: return try queue.claim(queues, worker: identity, limit: free, ledger: ledger)
        case .once: return try queue.claim(queues, worker: identity, limit: min(1, free), ledger: ledger)
        }
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

    var isStopping: Bool { state.withLock { $0.isStopping } }
    var takesNext: Bool { state.withLock { $0.takesNext && !$0.isStopping } }
    var running: Int { state.withLock { $0.slots.count } }
}
