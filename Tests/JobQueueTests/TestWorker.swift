import JobQueue
import SQLite
import TestSupport

/// A kind of job for the tests, in the queue "default".
protocol TestKind: JobKind {
    init(args: String)
}

extension TestKind {
    static var queue: String { "default" }
}

struct Work: TestKind {
    static let kind = "work"
    let args: String
}

struct KindA: TestKind {
    static let kind = "a"
    let args: String
}

struct KindB: TestKind {
    static let kind = "b"
    let args: String
}

/// A handler that calls closures.
struct ClosureHandler<Kind: JobKind>: JobHandler {
    let backoff: Backoff
    let timeLimit: Int64?
    let onGaveUp: @Sendable (Claim, String, Connection) throws -> Void
    let onPerform: @Sendable (Claim) async throws -> JobOutcome

    init(
        _ kind: Kind.Type = Work.self, backoff: Backoff = .constant(1000), timeLimit: Int64? = nil,
        onGaveUp: @escaping @Sendable (Claim, String, Connection) throws -> Void = { _, _, _ in },
        perform: @escaping @Sendable (Claim) async throws -> JobOutcome
    ) {
        self.backoff = backoff
        self.timeLimit = timeLimit
        self.onGaveUp = onGaveUp
        onPerform = perform
    }

    func perform(_ job: Kind, claim: Claim) async throws -> JobOutcome { try await onPerform(claim) }

    func gaveUp(on job: Kind, claim: Claim, error: String, in connection: Connection) throws {
        try onGaveUp(claim, error, connection)
    }
}

/// A worker for a test's queue. It records everything that the worker reports.
struct TestWorker: Sendable {
    /// A polling interval that is longer than any test, in milliseconds.
    static let never: Int32 = 600_000

    let worker: Worker
    let log = EventLog<WorkerEvent>()
    let handle: JobQueue

    init(
        _ test: TestQueue, on queue: JobQueue? = nil, concurrency: Int = 2, maxLostAttempts: Int = 3,
        chores: [Worker.Chore] = [], periodic: [PeriodicJob] = [], lookInterval: Int32 = TestWorker.never,
        rescueInterval: Int64 = 500, plan: @escaping @Sendable () throws -> ServicePlan = { ServicePlan() },
        _ handlers: any JobHandler...
    ) throws {
        handle = queue ?? test.queue
        let log = log
        worker = try Worker(
            queue: handle, handlers: handlers,
            configuration: Worker.Configuration(
                concurrency: concurrency, maxLostAttempts: maxLostAttempts, chores: chores, periodic: periodic,
                lookInterval: lookInterval, rescueInterval: rescueInterval, plan: plan),
            report: { log.append($0) })
    }

    /// Runs the worker until its mode ends it.
    ///
    /// - Throws: an error of the worker, or ``NotInTime``.
    func run(_ mode: Worker.Mode) async throws {
        try await inTime("the end of a worker that is to \(mode)", last: log.summary) { [self] in
            try await worker.run(mode)
        }
    }

    /// Waits until a run in the background has ended.
    func end(of run: Task<Void, any Error>) async throws {
        try await inTime("the end of a worker", last: log.summary) { try await run.value }
    }

    /// Runs the worker during `body`, then stops it and waits until it has ended.
    func serving(_ body: () async throws -> Void) async throws {
        let task = Task { try await worker.run(.serve) }
        do {
            try await body()
        } catch {
            worker.cancelRunning()
            throw error
        }
        worker.stop()
        try await end(of: task)
    }

    func waitForFinished(_ count: Int) async throws {
        try await log.wait(for: "\(count) finished jobs") {
            $0.count { if case .finished = $0 { true } else { false } } >= count
        }
    }

    func waitForClaims(_ count: Int) async throws {
        try await log.wait(for: "\(count) claims") {
            $0.count { if case .claimed = $0 { true } else { false } } >= count
        }
    }

    func waitForTrouble() async throws {
        try await log.wait(for: "a trouble that the worker reports") {
            $0.contains { if case .trouble = $0 { true } else { false } }
        }
    }

    /// Waits until the worker is idle and its watch has started. From then on, only a ring or a due time wakes the
    /// worker.
    func waitForIdle(times: Int = 1) async throws {
        try await log.wait(for: "a worker that is idle for the \(times). time") {
            $0.count { if case .idle = $0 { true } else { false } } >= times
        }
    }

    var idles: Int { log.all.count { if case .idle = $0 { true } else { false } } }

    var results: [(Int64, FinishResult)] {
        log.all.compactMap {
            if case .finished(let claim, _, let result, _) = $0 { (claim.job.id, result) } else { nil }
        }
    }
}
