internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite

/// The command `frontpad-queue status`.
struct StatusCommand {
    static let command = Command(
        "status", "Show the state of orders, jobs, workers and Frontpad, and what needs a person.",
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
        let needs: [String]
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
                ).issues.map(HealthText().task))
        }
    }

    // MARK: - For a person

    private func show(_ snapshot: Snapshot) {
        if let pause = snapshot.pause { console.print("PAUSED", pause.explanation) }
        console.print("database", console.location.path)
        console.print("orders", StatusCommand.words(snapshot.orders))
        console.print("Frontpad", console.words(snapshot.account))
        if let since = snapshot.feed.pollingWithdrawnAt {
            console.print("", "answers no status requests since \(console.time(since)); statuses come by webhook only")
        }
        showWorkers(snapshot.workers)
        for control in snapshot.controls {
            guard let pause = control.pause else { continue }
            console.print(
                "paused",
                "\(control.queue) since \(console.time(pause.since))\(HealthText.person(pause)): \(pause.reason)")
        }
        if snapshot.spooled > 0 { console.print("spool", "\(snapshot.spooled) documents wait for a worker") }
        let jobs = snapshot.jobs.filter { $0.state != .completed && $0.state != .cancelled }
        if jobs.isEmpty {
            console.print("jobs", "none waiting")
        } else {
            console.print()
            var table = Table(["queue", "kind", "state", "count"])
            for job in jobs { table.add([job.queue, job.kind, job.state.rawValue, "\(job.count)"]) }
            console.print(table)
        }
        let needs = snapshot.needs
        guard !needs.isEmpty else { return }
        console.print("\nto be done:")
        for need in needs { console.print(" -", need, nameWidth: 3) }
    }

    private static func words(_ orders: [CRMState: Int]) -> String {
        let parts = CRMState.allCases.compactMap { state in orders[state].map { "\($0) \(state.rawValue)" } }
        return parts.isEmpty ? "none yet" : parts.joined(separator: ", ")
    }

    private func showWorkers(_ workers: [WorkerRecord]) {
        let now = QueueClock.system.now()
        for (index, worker) in workers.enumerated() {
            let life =
                worker.isDead
                ? "dead" : "alive, heartbeat \(Console.span(now.saturatingSubtracting(worker.heartbeatAt))) ago"
            console.print(
                index == 0 ? "workers" : "", "\(worker.id): pid \(worker.pid), \(worker.concurrency) at once, \(life)")
        }
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
            "to_be_done": .array(snapshot.needs.map(JSON.string)),
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

extension Console {
    /// Says whether Frontpad accepts orders, and how many requests may be sent.
    func words(_ account: AccountState) -> String {
        if let breaker = account.breaker {
            let probe = account.nextProbe.map { ", next try in \(Console.span($0))" } ?? ""
            return "has been rejecting orders since \(time(breaker.openedAt)) (\(breaker.reason): "
                + "\(account.explanation ?? ""))\(probe)"
        }
        if account.freeRequests == .max { return "no limit set yet, because no worker has run" }
        if account.freeRequests > 0 { return "\(account.freeRequests) requests may be sent now" }
        return "the limit is used up" + (account.nextRequest.map { ", next request in \($0) ms" } ?? "")
    }
}
