internal import CommandKit
internal import Glibc
internal import Intake
internal import JobQueue
internal import OrderSync
internal import SQLite

/// One worker in one process, from its start to its exit.
struct WorkerProcess {
    /// After the grace, running jobs are cancelled and get this long to be given back.
    private static let lastMoments: Int64 = 5_000
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

    /// Works in the background; the process ends with the work.
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

    /// The main thread's part: waits for signals for as long as the process lives.
    func obey(_ signals: StopSignals) -> Never {
        signals.wait()
        log.note("stopping: what runs is finished")
        worker.stop()
        let grace = SyncWorker.stopGrace(database: database)
        Task.detached { [worker, log] in
            try await Task.sleep(for: .milliseconds(grace))
            log.note("the time for finishing is up: what still runs is given back")
            worker.cancelRunning()
            try await Task.sleep(for: .milliseconds(WorkerProcess.lastMoments))
            _exit(ExitStatus.tryAgain.rawValue)
        }
        signals.wait()
        log.note("stopped at once: another worker takes up what ran; an order that was being sent is then in doubt")
        // Without any more of our code: what is stored is stored, and the free lock tells others that we are gone.
        _exit(ExitStatus.tryAgain.rawValue)
    }
}
