internal import SQLite
internal import Synchronization

/// Runs jobs. A worker claims the jobs that are due, passes each claim to the handler of its kind, and stores the
/// result.
///
/// Several claims run at once, each in its own task. A worker never sleeps while there is a job that it may run.
public final class Worker: Sendable {
    /// When ``run(_:)`` returns.
    public enum Mode: Sendable, Hashable {
        /// The worker runs until it is stopped.
        case serve
        /// The worker runs until no job is running or available. It also waits for available jobs that only lack room
        /// in a budget. Jobs that are scheduled for later do not count.
        case drain
        /// The worker runs one job. If there is nothing to claim, it ends at once.
        case once
    }

    struct State {
        var isStopping = false
        /// Whether the database's files were replaced.
        var isMisplaced = false
        /// Whether jobs that the worker is claiming at this moment must be cancelled too.
        var isCancelling = false
        /// Whether a slot claims its next job in the transaction that stores the result of its last job.
        var takesNext = true
        /// The number of slots that were ever started. It gives each slot its number.
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
    /// This signal is rung when another worker may have died.
    let deaths = WakeSignal()
    let state = Mutex(State())
    let commits: GroupCommit
    let claimOnFinish: ClaimOnFinish
    let ledger: MetricsLedger
    private let turn: ClaimLock
    /// If another worker is claiming, this worker looks again after this time in milliseconds, or earlier if the
    /// doorbell rings.
    private static let nextTurn: Int64 = 5

    /// - Parameters:
    ///   - queue: the job queue to serve.
    ///   - handlers: one handler for each kind. The worker serves the queues of these kinds, in the order of the
    ///     handlers.
    ///   - configuration: the settings of the worker, such as the number of jobs that run at once.
    ///   - report: called for each event, on any thread.
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
        identity = try WorkerIdentity(
            databasePath: queue.database.path, concurrency: configuration.concurrency, lease: configuration.lease)
        turn = ClaimLock(databasePath: queue.database.path)
        commits = GroupCommit(database: queue.database)
        ledger = MetricsLedger(clock: queue.clock)
        claimOnFinish = ClaimOnFinish(
            queue: queue, worker: identity, ledger: ledger, onTrouble: { report(.trouble($0)) },
            queues: queues)
    }

    /// Stops the worker. It claims no more jobs, finishes the running ones, and then ``run(_:)`` returns.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopping = true }
            return !state.isStopping
        }
        if isFirst { report(.stopping) }
        signal.ring()
    }

    /// Stops the worker and cancels the tasks of the running jobs.
    public func cancelRunning() {
        stop()
        let tasks = state.withLock { state in
            state.isCancelling = true
            return state.slots.values.map(\.task)
        }
        for task in tasks { task.cancel() }
    }

    /// Runs jobs until the mode ends it.
    ///
    /// - Throws: an error if the worker cannot register, or ``DatabaseReplacedError``. All other errors are reported,
    ///   and the worker tries again later.
    public func run(_ mode: Mode) async throws {
        try queue.heartbeat(identity)
        report(.started(worker: identity.id))
        let rescuer = Rescuer(queue: queue, worker: identity)
        let watch = DoorbellWatch(
            database: queue.database, doorbell: queue.doorbell,
            workersFolder: LivenessFile.folder(databasePath: queue.database.path),
            interval: configuration.lookInterval,
            callbacks: WatchCallbacks(
                onRing: { [signal] in signal.ring() }, onDeath: { [deaths] in deaths.ring() },
                onRefusal: { [report] refusal in
                    report(.trouble("new work is found a little later, by polling, because \(refusal)"))
                }))
        watch.start()
        // Rescue first, because a drain must not end while a dead worker still holds jobs.
        rescue(by: rescuer)
        let keeper = Task { await keepAlive(rescuer, watch) }
        runChoresOnce()
        let chores = Task { await runChores() }
        let periodic = Task { await runPeriodicJobs() }
        await dispatch(mode)
        keeper.cancel()
        deaths.ring()
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
        if state.withLock({ $0.isMisplaced }) { throw DatabaseReplacedError(path: queue.database.path) }
    }

    /// Stops the worker if the database's files have been replaced since they were opened, because nobody would see
    /// its results.
    func checkPlace() {
        guard !queue.database.files.areInPlace() else { return }
        let isFirst = state.withLock { state in
            defer { state.isMisplaced = true }
            return !state.isMisplaced
        }
        guard isFirst else { return }
        report(.trouble(DatabaseReplacedError(path: queue.database.path).description))
        stop()
    }

    // MARK: - Claiming

    private func dispatch(_ mode: Mode) async {
        state.withLock { $0.takesNext = mode != .once }
        var trouble: Int64 = 0
        while !isStopping {
            checkPlace()
            if isStopping { break }
            do {
                try obeyCancelRequests()
                // A job that ends during this claim may insert a job that the claim does not see.
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

    /// - Returns: nil if another worker is claiming at this moment.
    private func claim(_ mode: Mode) throws -> ClaimResult? {
        let free = configuration.concurrency - running
        let queues = try queues()
        // Without a free slot, return at once: the end of a job wakes the worker.
        guard free > 0 else { return ClaimResult(claims: [], nextLook: nil, waitsForBudget: false) }
        switch mode {
        case .serve: return try turn.tried { try queue.claim(queues, worker: identity, limit: free, ledger: ledger) }
        // `drain` and `once` must not skip the claim when another worker holds the lock.
        case .drain: return try queue.claim(queues, worker: identity, limit: free, ledger: ledger)
        case .once: return try queue.claim(queues, worker: identity, limit: min(1, free), ledger: ledger)
        }
    }

    private func isDrained(_ result: ClaimResult) -> Bool {
        result.claims.isEmpty && !result.waitsForBudget && result.nextLook != 0 && running == 0
    }

    private func waitForWork(_ result: ClaimResult) async {
        let isFull = running >= configuration.concurrency || (result.waitsForSlots && running > 0)
        if !isFull, let nextLook = result.nextLook, nextLook <= 0 { return }
        // A worker without a free slot looks again when a slot becomes free.
        let nextLook = isFull ? nil : result.nextLook
        report(.idle(nextLook: nextLook))
        await signal.wait(atMost: nextLook, clock: queue.clock)
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }
    var takesNext: Bool { state.withLock { $0.takesNext && !$0.isStopping } }
    var running: Int { state.withLock { $0.slots.count } }
}
