internal import Frontpad
public import Intake
public import JobQueue
public import SQLite
internal import Shop

/// A worker for all jobs of OrderSync.
public enum SyncWorker {
    public static let sendmail = "/usr/sbin/sendmail"
    /// The number of times that a job's worker may die before the job is discarded. With a small number, a machine
    /// that keeps restarting its workers would lose orders. A rescue takes less than a second.
    private static let maxLostAttempts = 10

    /// - Parameters:
    ///   - concurrency: the maximum number of jobs that run at the same time.
    ///   - lease: how long this worker may be silent before other workers take over its jobs, in milliseconds.
    ///   - report: called for each event. The call may come from any thread.
    public static func make(
        database: Database, location: QueueLocation, clock: QueueClock = .system, concurrency: Int,
        lease: Int64 = 30_000, report: @escaping @Sendable (WorkerEvent) -> Void
    ) throws -> Worker {
        let queue = JobQueue(database: database, clock: clock)
        let keeper = BudgetKeeper(queue: queue)
        let plans = PlanCache(queue: queue, sendmail: sendmail)
        let clockStep = ClockStep(queue: queue)
        return try Worker(
            queue: queue, handlers: handlers(queue: queue, clockStep: clockStep),
            configuration: Worker.Configuration(
                concurrency: concurrency, lease: lease, maxLostAttempts: maxLostAttempts,
                chores: chores(queue: queue, clockStep: clockStep, location: location, report: report),
                // A gap between two checks counts as silence only up to half a lease, so there must be several checks
                // within a lease.
                rescueInterval: min(500, lease / 5)
            ) {
                let plan = try plans.plan()
                try keeper.follow(plan.settings)
                return plan.service
            }, report: report)
    }

    /// Returns the queues that a worker of this program serves. A parked queue is not served at the moment.
    public static func queues(of queue: JobQueue) -> [String] { handlers(queue: queue).queues }

    /// Returns one handler for each kind of job. The worker looks into the queues of the handlers in this order, so
    /// orders come first.
    static func handlers(queue: JobQueue, clockStep: ClockStep? = nil) -> [any JobHandler] {
        let makeClient: @Sendable (Settings, String) -> FrontpadClient = { settings, secret in
            FrontpadClient(url: settings.apiURL, secret: secret, timeoutMilliseconds: settings.timeoutMilliseconds)
        }
        return [
            SendOrderHandler(queue: queue, clockStep: clockStep, makeClient: makeClient),
            RefreshProductsHandler(queue: queue, makeClient: makeClient),
            PollStatusHandler(queue: queue, makeClient: makeClient),
            LookForOrderHandler(queue: queue, makeClient: makeClient),
            ApplyCRMStatusHandler(queue: queue),
            ReportChangeHandler(queue: queue),
            CheckArticleHandler(queue: queue),
            UpdateShopHandler(queue: queue),
            NotifyManagerHandler(queue: queue, sendmail: sendmail),
            ResyncHandler(queue: queue),
        ]
    }

    /// Returns the time that a worker needs after a stop to finish its running jobs, in milliseconds. If a request is
    /// cut off, its order is in doubt.
    public static func stopGrace(database: Database) -> Int64 {
        let settings = try? database.read { try Settings.read(on: $0) }
        return Int64(settings?.timeoutMilliseconds ?? 30_000) + 15_000
    }

    private static func chores(
        queue: JobQueue, clockStep: ClockStep, location: QueueLocation,
        report: @escaping @Sendable (WorkerEvent) -> Void
    ) -> [Worker.Chore] {
        let (alarm, deliveryAlarm) = (WaitingAlarm(queue: queue), DeliveryAlarm(queue: queue))
        let (database, clock) = (queue.database, queue.clock)
        let spool = SpoolFolder(path: location.spoolFolder)
        return [
            Worker.Chore("the look for a restored database", every: 10_000) {
                try SendingPause.look(at: queue, now: queue.clock.now())
                return try RestoreNotice.tell(queue: queue)
            },
            Worker.Chore("the alarm", every: 30_000) {
                let isWaiting = try alarm.look()
                let isStanding = try NotLeavingAlarm.look(queue: queue)
                let isStuck = try deliveryAlarm.look()
                return isWaiting || isStanding || isStuck
            },
            Worker.Chore("the spool", every: 2_000) {
                try SpoolSweep(folder: spool, database: database).run().taken > 0
            },
            Worker.Chore("the sweep", every: 30_000) { try OrderSweep.run(queue) > 0 },
            Worker.Chore("the comparison with the shop", every: 60_000) { try ResyncSchedule.look(queue: queue) },
            Worker.Chore("the plan of polls", every: 15_000) { try PollPlan.fill(queue: queue) },
            Worker.Chore("old events", every: 3_600_000) {
                try CRMEventPruning.run(on: database, now: clock.now())
                return false
            },
            Worker.Chore("old jobs", every: 600_000) {
                let jobs = try queue.pruneOnce(every: 3_600_000)
                if jobs > 0 { report(.pruned(jobs: jobs)) }
                return false
            },
            Worker.Chore("the clock", every: 1_000) { try clockStep.look() > 0 },
            // This covers commits of other processes. After its own commits, this process runs checkpoints anyway.
            Worker.Chore("the checkpoint", every: 2_000) {
                if database.walSize > Database.Configuration.retainedWALSize { _ = try database.checkpoint() }
                return false
            },
            Worker.Chore("the checkpoint when idle", every: 60_000) {
                if database.walSize > 0 { _ = try database.checkpoint(limit: 10) }
                return false
            },
        ]
    }
}
