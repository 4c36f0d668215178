internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite
internal import Shop

/// The command `frontpad-queue status`.
struct StatusCommand {
    static let command = Command(
        "status", "Show the state of orders, jobs, workers and Frontpad, and what needs a person.",
        discussion: [
            "The screen is in the language of the setting frontpadapi_language. With --json, to_be_done is in English and "
                + "to_be_done_ru in Russian."
        ],
        parameters: [SharedOptions.json], examples: [Example("frontpad-queue status", "Start here.")]
    ) { try StatusCommand(console: $1).run($0) }

    let console: Console

    private struct Snapshot {
        let orders: [CRMState: Int]
        let jobs: [JobCount]
        let workers: [WorkerRecord]
        let account: AccountState
        let feed: StatusFeed
        let pause: SendingPause?
        let controls: [QueueControl]
        let spooled: Int
        let refused: Int
        /// The tasks for a person.
        let needs: [Bilingual]
        let language: Language
    }

    private func run(_ input: Input) throws -> ExitStatus {
        let snapshot = try read()
        input[SharedOptions.json] ? console.print(json(snapshot)) : show(snapshot)
        return .success
    }

    private func read() throws -> Snapshot {
        let spool = SpoolFolder(path: console.location.spoolFolder)
        return try console.read { connection in
            Snapshot(
                orders: try OrderSummary.counts(on: connection), jobs: try console.queue.counts(on: connection),
                workers: try console.queue.workers(on: connection),
                account: try AccountState.read(queue: console.queue, on: connection),
                feed: try StatusFeed.read(on: connection), pause: try SendingPause.read(on: connection),
                controls: try console.queue.controls(on: connection), spooled: spool.entries().count,
                refused: spool.refusedCount,
                needs: try HealthReport.read(
                    queue: console.queue, spool: spool, sendmail: SyncWorker.sendmail, on: connection
                ).issues.map(HealthText().task), language: try Settings.read(on: connection).language)
        }
    }

    // MARK: - For a person

    private func show(_ snapshot: Snapshot) {
        let text = StatusText(snapshot.language)
        if let pause = snapshot.pause { console.print(text(StatusText.paused), text(pause.explanation)) }
        console.print(text(StatusText.database), console.location.path)
        console.print(text(StatusText.orders), text.orders(snapshot.orders))
        console.print("Frontpad", text.account(snapshot.account))
        if let since = snapshot.feed.pollingWithdrawnAt { console.print("", text.pollingWithdrawn(since: since)) }
        let now = QueueClock.system.now()
        for (index, worker) in snapshot.workers.enumerated() {
            console.print(index == 0 ? text(StatusText.workers) : "", text.worker(worker, now: now))
        }
        for control in snapshot.controls {
            guard let pause = control.pause else { continue }
            console.print(text(StatusText.queuePaused), "\(control.queue) \(text.pause(pause))")
        }
        if snapshot.spooled > 0 { console.print(text(StatusText.spool), text.spooled(snapshot.spooled)) }
        showJobs(snapshot.jobs.filter { $0.state != .completed && $0.state != .cancelled }, text)
        let needs = snapshot.needs
        guard !needs.isEmpty else { return }
        console.print("\n" + text(StatusText.toBeDone))
        for need in needs { console.print(" -", text(need), nameWidth: 3) }
    }

    private func showJobs(_ jobs: [JobCount], _ text: StatusText) {
        guard !jobs.isEmpty else { return console.print(text(StatusText.jobs), text(StatusText.noJobs)) }
        console.print()
        var table = Table(StatusText.jobColumns.map { text($0) })
        for job in jobs {
            table.add([job.queue, text(JobKindText.text(job.kind)), text.state(job.state), "\(job.count)"])
        }
        console.print(table)
    }

    // MARK: - For a program

    private func json(_ snapshot: Snapshot) -> JSON {
        var orders = JSON.Object()
        for state in CRMState.allCases {
            orders[state.rawValue] = .number(snapshot.orders[state] ?? 0)
        }
        return [
            "database": .string(console.location.path),
            "sending_pause": snapshot.pause.map { pause in
                ["noticed_at": .number(pause.noticedAt), "reason": .string(pause.reason)]
            } ?? .null,
            "orders": .object(orders),
            "jobs": .array(snapshot.jobs.map(StatusCommand.json)),
            "workers": .array(snapshot.workers.map(StatusCommand.json)),
            "queues": .array(snapshot.controls.map { .object($0.json) }),
            "breaker": snapshot.account.breaker.map { breaker in
                [
                    "reason": .string(breaker.reason), "opened_at": .number(breaker.openedAt),
                    "last_refused_at": .number(breaker.lastRefusedAt),
                    "next_probe_ms": JSON(snapshot.account.nextProbe),
                ]
            } ?? .null,
            "free_requests": snapshot.account.freeRequests == .max ? .null : .number(snapshot.account.freeRequests),
            "crm_statuses": [
                "unmapped": .array(snapshot.feed.unmapped.map(JSON.string)),
                "unmatched_events": .number(snapshot.feed.unmatched),
                "polling_withdrawn_at": JSON(snapshot.feed.pollingWithdrawnAt),
            ],
            "spool": ["waiting": .number(snapshot.spooled), "refused": .number(snapshot.refused)],
            "to_be_done": .array(snapshot.needs.map { .string($0.en) }),
            "to_be_done_ru": .array(snapshot.needs.map { .string($0.ru) }),
        ]
    }

    private static func json(_ count: JobCount) -> JSON {
        [
            "queue": .string(count.queue), "kind": .string(count.kind), "state": .string(count.state.rawValue),
            "count": .number(count.count),
        ]
    }

    private static func json(_ worker: WorkerRecord) -> JSON {
        [
            "id": .string(worker.id), "pid": .number(worker.pid), "host": .string(worker.host),
            "heartbeat_at": .number(worker.heartbeatAt), "started_at": .number(worker.startedAt),
            "concurrency": .number(worker.concurrency), "is_dead": .bool(worker.isDead),
        ]
    }
}
