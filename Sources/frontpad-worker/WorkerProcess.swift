internal import CommandKit
internal import Glibc
internal import Intake
internal import JobQueue
internal import OrderSync
internal import SQLite

/// One worker in one process, from its start to its exit.
struct WorkerProcess {
    /// How long to wait after running jobs were cancelled, so that they can be given back. In milliseconds.
    private static let lastMoments: Int64 = 5_000
    /// The time within which two signals count as one, in milliseconds. GNU timeout sends its signal to the program
    /// and to its group.
    private static let sameSignal: Int64 = 1_000
    private let worker: Worker
    private let database: Database
    private let log: EventLog

    init(location: QueueLocation, concurrency: Int, leaseSeconds: Int, log: EventLog) throws {
        self.log = log
        database = try QueueDatabase.open(location, as: .service, now: QueueClock.system.now())
        worker = try SyncWorker.make(
            database: database, location: location, concurrency: concurrency, lease: Int64(leaseSeconds) * 1_000,
            report: log.report)
    }

    /// Starts the worker in the background. The process ends when the worker returns.
    func start(_ mode: Worker.Mode) {
        if let plan = try? database.read({ try QueuePlan.read(on: $0, sendmail: SyncWorker.sendmail) }) {
            for line in plan.parked { log.note(line) }
        }
        Task.detached { [worker, log] in
            do {
                try await worker.run(mode)
                exit(ExitStatus.success.rawValue)
            } catch {
                log.note("\(error)")
                exit(ExitStatus.tryAgain.rawValue)
            }
        }
    }

    /// Waits for signals on the main thread until the process ends.
    func obey(_ signals: StopSignals) -> Never {
        signals.wait()
        let stoppedAt = QueueClock.system.steady()
        log.note("stopping after the running jobs")
        worker.stop()
        let grace = SyncWorker.stopGrace(database: database)
        Task.detached { [worker, log] in
            try await Task.sleep(for: .milliseconds(grace))
            log.note("the time to finish is over: jobs that are still running are given back")
            worker.cancelRunning()
            try await Task.sleep(for: .milliseconds(WorkerProcess.lastMoments))
            _exit(ExitStatus.tryAgain.rawValue)
        }
        repeat { signals.wait() } while QueueClock.system.steady() - stoppedAt < WorkerProcess.sameSignal
        log.note(
            "stopped at once: another worker takes over the running jobs; an order that was being sent is then in doubt"
        )
        // Exit without running any more of our code. The database is consistent, and the released lock tells other
        // workers that this worker is gone.
        _exit(ExitStatus.tryAgain.rawValue)
    }
}
