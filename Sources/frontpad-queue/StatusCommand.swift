internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import SQLite
internal import Shop

/// `frontpad-queue status`.
struct StatusCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    private struct Snapshot {
        let orders: [CRMState: Int]
        let jobs: [JobCount]
        let workers: [WorkerRecord]
        let account: AccountState
        let plan: QueuePlan
        let feed: StatusFeed
        let pause: SendingPause?
        let controls: [QueueControl]
        let spooled: Int
        let refused: Int
    }

    func run() throws -> ExitStatus {
        let snapshot = try read()
        console.isJSON ? console.print(json(snapshot)) : show(snapshot)
        return .success
    }

    private func read() throws -> Snapshot {
        let spool = SpoolFolder(path: console.location.spoolFolder)
        return try console.read { connection in
            Snapshot(
                orders: try OrderSummary.counts(on: connection), jobs: try console.queue.counts(on: connection),
                workers: try console.queue.workers(on: connection),
                account: try AccountState.read(queue: console.queue, on: connection),
                plan: try QueuePlan.read(on: connection, sendmail: SyncWorker.sendmail),
                feed: try StatusFeed.read(on: connection), pause: try SendingPause.read(on: connection),
                controls: try console.queue.controls(on: connection), spooled: spool.entries().count,
                refused: spool.refusedCount)
        }
    }

    // MARK: - For a person

    private func show(_ snapshot: Snapshot) {
        if let pause = snapshot.pause { console.print("PAUSED", pause.explanation) }
        console.print("database", console.location.path)
        console.print("orders", StatusCommand.words(snapshot.orders))
        console.print("Frontpad", words(snapshot.account))
        if let since = snapshot.feed.pollingWithdrawnAt {
            console.print("", "answers no questions for statuses since \(console.time(since)): they come by webhook")
        }
        showWorkers(snapshot.workers)
        for control in snapshot.controls {
            guard let pause = control.pause else { continue }
            console.print(
                "paused", "\(control.queue) since \(console.time(pause.since)) by \(pause.by): \(pause.reason)")
        }
        if snapshot.spooled > 0 { console.print("spool", "\(snapshot.spooled) documents wait to be taken in") }
        let jobs = snapshot.jobs.filter { $0.state != .completed && $0.state != .cancelled }
        if jobs.isEmpty {
            console.print("jobs", "nothing waits")
        } else {
            console.print()
            var table = Table(["queue", "kind", "state", "count"])
            for job in jobs { table.add([job.queue, job.kind, job.state.rawValue, "\(job.count)"]) }
            console.print(table)
        }
        let needs = self.needs(snapshot)
        guard !needs.isEmpty else { return }
        console.print("\nto be done:")
        for need in needs { console.print(" -", need, nameWidth: 3) }
    }

    private static func words(_ orders: [CRMState: Int]) -> String {
        let parts = CRMState.allCases.compactMap { state in orders[state].map { "\($0) \(state.rawValue)" } }
        return parts.isEmpty ? "none yet" : parts.joined(separator: ", ")
    }

    private func words(_ account: AccountState) -> String {
        if let breaker = account.breaker {
            let probe = account.nextProbe.map { ", next look in \(Console.span($0))" } ?? ""
            return "takes no orders since \(console.time(breaker.openedAt)) (\(breaker.reason): "
                + "\(account.explanation ?? ""))\(probe)"
        }
        if account.freeRequests == .max { return "no limit set yet: no worker has run" }
        if account.freeRequests > 0 { return "\(account.freeRequests) requests may leave now" }
        return "the limit is used up" + (account.nextRequest.map { ", next request in \($0) ms" } ?? "")
    }

    private func showWorkers(_ workers: [WorkerRecord]) {
        let now = QueueClock.system.now()
        for (index, worker) in workers.enumerated() {
            let life = worker.isDead ? "dead" : "alive, heartbeat \(Console.span(now - worker.heartbeatAt)) ago"
            console.print(
                index == 0 ? "workers" : "", "\(worker.id): pid \(worker.pid), \(worker.concurrency) at once, \(life)")
        }
    }

    private func needs(_ snapshot: Snapshot) -> [String] {
        var needs = snapshot.plan.settings.problems.map { "\($0): frontpad-queue settings set mends it" }
        needs += snapshot.plan.parked
        if let toDo = snapshot.account.whatToDo { needs.append(toDo) }
        let waiting = snapshot.jobs.contains { $0.state == .available || $0.state == .scheduled }
        if waiting, snapshot.workers.allSatisfy(\.isDead) { needs.append("no worker runs: start frontpad-worker") }
        if let doubts = snapshot.orders[.inDoubt] {
            needs.append(
                "\(doubts) orders may be in Frontpad or not: look there; frontpad-queue orders --state in_doubt"
            )
        }
        if let failures = snapshot.orders[.failed] {
            needs.append("orders that were not sent: \(failures) (frontpad-queue orders --state failed)")
        }
        if !snapshot.feed.unmapped.isEmpty {
            needs.append(
                "statuses of Frontpad that change nothing in the shop: \(snapshot.feed.unmapped.joined(separator: ", ")); "
                    + "add them to frontpadapi_matched_statuses if they should")
        }
        if snapshot.spooled > 0, snapshot.workers.contains(where: { !$0.isDead }) {
            needs.append(
                "documents that still wait in \(console.location.spoolFolder): \(snapshot.spooled); if they stay, check "
                    + "that the workers' user can read them")
        }
        if snapshot.refused > 0 {
            needs.append(
                "\(snapshot.refused) spooled documents cannot be used: see \(console.location.spoolFolder)/refused")
        }
        return needs
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
            "to_be_done": .array(needs(snapshot).map(JSON.string)),
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
