internal import CommandKit
internal import Intake
internal import JobQueue
internal import OrderSync
internal import Product

/// The program `frontpad-worker`.
enum WorkerCommand {
    private static let concurrency = DefaultedNumberOption(
        "--concurrency", "N", "How many jobs run at the same time.", in: 1...100, default: 4)
    private static let drain = Flag(
        "--drain",
        "Exit when no more work can be done now. Jobs that are scheduled for later, or that wait for a setting or for "
            + "Frontpad to accept orders, do not keep the worker running.")
    private static let once = Flag("--once", "Exit after one job, or at once if there is none.")
    private static let lease = DefaultedNumberOption(
        "--lease", "SECONDS",
        "How long this worker may be silent before other workers take over its jobs. The limit matters when a worker has "
            + "stopped or hung; others notice at once when a worker has died.", in: 1...3600, default: 30)
    private static let json = Flag("--json", "Log events as JSON, one object per line.")

    static let command = Command(
        "frontpad-worker", "Send orders to Frontpad, update the shop, and send e-mails.",
        discussion: [
            "A worker does the jobs of the queue. Any number of workers may run at the same time. On SIGTERM, SIGINT or "
                + "SIGHUP a worker finishes its running jobs and starts no new ones. A second signal, at least a second later, "
                + "ends it at once; an order that was being sent is then in doubt.",
            "The worker logs to standard error, one line per event.",
        ],
        parameters: [concurrency, drain, once, lease, json, SharedOptions.db],
        examples: [
            Example("frontpad-worker", "Work until stopped, as a service does."),
            Example("frontpad-worker --drain", "Do the waiting jobs and exit, for example from cron every minute."),
        ]
    ) { (input, _: NoContext) in
        if input[once], input[drain] { throw CommandError.usage("give --once or --drain, not both") }
        let signals = StopSignals()
        let process: WorkerProcess
        do {
            process = try WorkerProcess(
                location: QueueLocation(option: input[SharedOptions.db]), concurrency: input[concurrency],
                leaseSeconds: input[lease], log: EventLog(asJSON: input[json]))
        } catch let error as QueueDatabaseError {
            throw CommandError(status: error.exitStatus, error.description)
        }
        process.start(input[once] ? .once : input[drain] ? .drain : .serve)
        process.obey(signals)
    }
}
