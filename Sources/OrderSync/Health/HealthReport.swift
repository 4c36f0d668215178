internal import Glibc
public import Intake
public import JobQueue
public import SQLite
internal import Shop

/// All issues that were found.
public struct HealthReport: Sendable {
    /// The maximum number of orders that an issue names.
    private static let named = 5

    public let issues: [HealthIssue]

    /// The issues of one area.
    public subscript(area: HealthIssue.Area) -> [HealthIssue] { issues.filter { $0.area == area } }

    /// - Parameters:
    ///   - spool: the spool folder beside the database.
    ///   - sendmail: the program that sends mail if no SMTP server is set.
    public static func read(
        queue: JobQueue, spool: SpoolFolder, sendmail: String, on connection: Connection
    ) throws(SQLiteError) -> HealthReport {
        var issues = try settings(sendmail: sendmail, on: connection)
        issues += try account(queue, on: connection)
        issues += try workers(queue, on: connection)
        issues += try jobs(queue, on: connection)
        issues += try orders(on: connection)
        issues += try comparison(on: connection)
        let unmapped = try StatusFeed.read(on: connection).unmapped
        if !unmapped.isEmpty { issues.append(.statusesUnmapped(unmapped)) }
        return HealthReport(issues: issues + self.spool(spool))
    }

    private static func settings(sendmail: String, on connection: Connection) throws(SQLiteError) -> [HealthIssue] {
        let plan = try QueuePlan.read(on: connection, sendmail: sendmail)
        let conflicts = SettingConflict.all(in: try SettingsStore.all(on: connection))
        return plan.settings.problems.map(HealthIssue.invalidSetting) + conflicts.map(HealthIssue.conflict)
            + plan.reasons.map(HealthIssue.parked)
    }

    private static func account(_ queue: JobQueue, on connection: Connection) throws(SQLiteError) -> [HealthIssue] {
        let account = try AccountState.read(queue: queue, on: connection)
        guard let breaker = account.breaker, let explanation = account.explanation else { return [] }
        return [.accountRefused(since: breaker.openedAt, explanation: explanation, whatToDo: account.whatToDo)]
    }

    private static func workers(_ queue: JobQueue, on connection: Connection) throws(SQLiteError) -> [HealthIssue] {
        let alive = try queue.workers(on: connection).filter { !$0.isDead }
        let now = queue.clock.now()
        var issues: [HealthIssue] = alive.filter { now.saturatingSubtracting($0.heartbeatAt) > $0.lease }
            .map { .workerSilent(id: $0.id, pid: $0.pid, since: $0.heartbeatAt) }
        guard alive.isEmpty else { return issues }
        let abandoned: [String] = try connection.all(
            "SELECT coalesce(num, order_id) AS name FROM crm_orders WHERE crm_state = 'sending' LIMIT \(named)"
        ) { row throws(SQLiteError) in try row.get("name") }
        if !abandoned.isEmpty { issues.append(.sendingAbandoned(orders: abandoned)) }
        let backlog = try queue.backlog(on: connection)
        if backlog.count(of: .available) + backlog.count(of: .scheduled) + backlog.count(of: .running) > 0 {
            issues.append(.noWorker)
        }
        return issues
    }

    private static func jobs(_ queue: JobQueue, on connection: Connection) throws(SQLiteError) -> [HealthIssue] {
        let retrying = try queue.retrying(on: connection)
        var issues: [HealthIssue] = []
        if let jobs = retrying[SendOrderJob.kind] { issues.append(.ordersRetried(jobs)) }
        if let jobs = retrying[NotifyManagerJob.kind] { issues.append(.mailRetried(jobs)) }
        if let jobs = retrying[UpdateShopJob.kind] { issues.append(.shopRetried(jobs)) }
        if let jobs = try givenUp(NotifyManagerJob.kind, queue, on: connection) { issues.append(.mailGivenUp(jobs)) }
        if let jobs = try givenUp(UpdateShopJob.kind, queue, on: connection) { issues.append(.shopGivenUp(jobs)) }
        for control in try queue.controls(on: connection) {
            if let pause = control.pause { issues.append(.queuePaused(queue: control.queue, pause: pause)) }
        }
        return issues
    }

    private static func givenUp(
        _ kind: String, _ queue: JobQueue, on connection: Connection
    ) throws(SQLiteError) -> HealthIssue.GivenUpJobs? {
        let jobs = try queue.jobs(JobFilter(state: .discarded, kind: kind), limit: 1_000, on: connection)
        guard let newest = jobs.first else { return nil }
        return HealthIssue.GivenUpJobs(
            count: jobs.count, job: newest.id,
            error: try queue.attempts(of: newest.id, on: connection).last?.error ?? newest.reason ?? "")
    }

    private static func orders(on connection: Connection) throws(SQLiteError) -> [HealthIssue] {
        let counts = try OrderSummary.openCounts(on: connection)
        var issues: [HealthIssue] = []
        if let doubts = counts[.inDoubt] { issues.append(.ordersInDoubt(doubts)) }
        if let failures = counts[.failed] { issues.append(.ordersFailed(failures)) }
        return issues
    }

    private static func comparison(on connection: Connection) throws(SQLiteError) -> [HealthIssue] {
        var issues: [HealthIssue] = []
        let state = try ResyncState.read(on: connection)
        if let since = state.failedAt, state.command == (try Settings.read(on: connection)).shopCommand {
            issues.append(.shopNotCompared(since: since, error: state.failure ?? ""))
        }
        if let example = try UnusableDocuments.newest(on: connection) {
            let count = try UnusableDocuments.count(on: connection)
            issues.append(.documentsUnusable(count: count, name: example.name, reason: example.reason))
        }
        return issues
    }

    /// Finds the issues of the spool folder. This needs no database.
    public static func spool(_ folder: SpoolFolder) -> [HealthIssue] {
        var issues: [HealthIssue] = []
        let entries = folder.entries()
        if !entries.isEmpty {
            let times = entries.compactMap { entry -> Int64? in
                var status = stat()
                return stat(entry.path, &status) == 0 ? Int64(status.st_mtim.tv_sec) * 1_000 : nil
            }
            issues.append(.spoolWaiting(count: entries.count, oldest: times.min(), folder: folder.path))
        }
        let refused = folder.refusedCount
        if refused > 0 { issues.append(.spoolRefused(count: refused, folder: folder.path)) }
        return issues
    }
}
