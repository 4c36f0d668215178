internal import CommandKit
internal import Intake
internal import JobQueue
internal import OrderSync

@main
enum FrontpadWorker {
    /// Synchronous: an asynchronous main parks in a call that unblocks all signals.
    static func main() {
        Program(definition).main { command in
            let concurrency = try command.integer("--concurrency", in: 1...100) ?? 4
            let lease = try command.integer("--lease", in: 1...3600) ?? 30
            let mode: Worker.Mode = command.flag("--once") ? .once : command.flag("--drain") ? .drain : .serve
            if command.flag("--once"), command.flag("--drain") {
                throw CommandError.usage("--once and --drain exclude each other")
            }
            let signals = StopSignals()
            let log = EventLog(asJSON: command.flag("--json"))
            let location = QueueLocation(option: command.value("--db"))
            let process: WorkerProcess
            do {
                process = try WorkerProcess(location: location, concurrency: concurrency, leaseSeconds: lease, log: log)
            } catch let error as QueueDatabaseError {
                throw CommandError(status: error.exitStatus, error.description)
            }
            process.start(mode)
            process.obey(signals)
        }
    }

    private static let definition = CommandDefinition(
        "frontpad-worker", "Does the queue's jobs: sends orders to Frontpad, updates the shop, writes e-mails.",
        discussion: [
            "Any number of workers may run at once. SIGTERM or SIGINT: what runs is finished, nothing new is begun; a "
                + "second signal ends at once, and an order that was being sent is then in doubt.",
            "What happens is told on standard error, one line each.",
        ],
        options: [
            .db,
            OptionDefinition("--concurrency", value: "N", "How many jobs run at once (4)."),
            OptionDefinition(
                "--drain",
                "End when nothing is left that can be done now. What is scheduled for later, waits for a setting or "
                    + "for Frontpad to take orders does not hold it."),
            OptionDefinition(
                "--lease", value: "SECONDS",
                "How long a worker may be silent before others take its jobs (30). A worker that died is noticed at "
                    + "once; this is for one that is stopped or stuck."),
            OptionDefinition("--once", "End after one job, or at once where there is none."),
            OptionDefinition("--json", "Tell what happens as JSON, one object a line."),
        ],
        examples: [
            .init("frontpad-worker", "Work until stopped: what a service does."),
            .init("frontpad-worker --drain", "Do what there is and end: what cron can do each minute."),
        ])
}
