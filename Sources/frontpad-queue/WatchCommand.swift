internal import CommandKit
internal import Intake
internal import JobQueue
internal import OrderSync
internal import Shop

/// The command `frontpad-queue watch`.
struct WatchCommand {
    private static let interval = DefaultedNumberOption(
        "--interval", "SECONDS", "How often to read the database.", in: 1...86_400, default: 1)
    private static let count = NumberOption("--count", "N", "Stop after this many times.", in: 1...1_000_000)

    static let command = Command(
        "watch", "Watch states, rate, limit, waiting orders and the last errors as they change.",
        discussion: [
            "On a terminal this is a page that changes in place; q or Ctrl-C ends it. Otherwise it prints a line each time."
        ],
        parameters: [interval, count],
        examples: [
            Example("frontpad-queue watch", "Watch until q is pressed."),
            Example("frontpad-queue watch --interval 60 >> queue.log", "Log a line a minute."),
        ]
    ) { try WatchCommand(console: $1).run($0) }

    /// The maximum number of orders and errors on the page.
    private static let listed = 10
    /// The indentation of the second and later lines of a text.
    private static let indentation = 10
    let console: Console

    private struct Snapshot {
        let orders: [CRMState: Int]
        let activity: QueueActivity
        let account: AccountState
        let pause: String?
        let workers: [WorkerRecord]
        let now: Int64
    }

    private func run(_ input: Input) throws -> ExitStatus {
        let interval = Int64(input[Self.interval]) * 1_000
        let count = input[Self.count] ?? .max
        let session = TerminalSession()
        defer { session.end() }
        return StandardOutput.terminalColumns == nil
            ? try showLines(interval, count, session) : try showPage(interval, count, session)
    }

    // MARK: - A line each time

    private func showLines(_ interval: Int64, _ count: Int, _ session: TerminalSession) throws -> ExitStatus {
        for number in 1...count {
            console.print(try line())
            guard number < count else { break }
            if waits(interval, session) == .end { break }
        }
        return .success
    }

    /// Waits until the interval is over or another event ends the wait.
    ///
    /// - Returns: the event that ended the wait.
    private func waits(_ interval: Int64, _ session: TerminalSession) -> TerminalSession.Event {
        let end = QueueClock.system.steady() + interval
        while true {
            switch session.next(within: max(0, end - QueueClock.system.steady())) {
            case .time: return .time
            case .end: return .end
            case .resized: continue
            case .key(let key): if WatchCommand.isEnd(key) { return .end }
            }
        }
    }

    private func line() throws -> String {
        let snapshot = try read()
        return "\(console.time(snapshot.now)) \(words(snapshot)); \(rates(snapshot))"
    }

    // MARK: - A page

    private func showPage(_ interval: Int64, _ count: Int, _ session: TerminalSession) throws -> ExitStatus {
        var screen = Screen(write: StandardOutput.write)
        screen.open()
        defer { screen.close() }
        for number in 1...count {
            let lines = try page()
            draw(lines, on: &screen)
            guard number < count else { break }
            let end = QueueClock.system.steady() + interval
            waiting: while true {
                switch session.next(within: max(0, end - QueueClock.system.steady())) {
                case .time: break waiting
                case .end: return .success
                case .resized: draw(lines, on: &screen)
                case .key(let key): if WatchCommand.isEnd(key) { return .success }
                }
            }
        }
        return .success
    }

    private func draw(_ lines: [String], on screen: inout Screen) {
        let columns = StandardOutput.terminalColumns ?? 80
        // A line that is too long is continued below, indented under its text.
        let whole = lines.map(DisplayText.oneLine).flatMap { line -> [String] in
            guard DisplayText.width(line) > columns, columns > 40 else { return [line] }
            let parts = DisplayText.wrapped(line, columns: columns - WatchCommand.indentation)
            return parts.prefix(1)
                + parts.dropFirst().map { String(repeating: " ", count: WatchCommand.indentation) + $0 }
        }
        screen.draw(whole, columns: columns, rows: StandardOutput.terminalRows ?? 24)
    }

    /// Returns true for the keys q, Ctrl-C and Ctrl-D.
    private static func isEnd(_ key: UInt8) -> Bool { key == UInt8(ascii: "q") || key == 3 || key == 4 }

    private func page() throws -> [String] {
        let snapshot = try read()
        var lines = ["\(console.location.path)  \(console.time(snapshot.now))  (q ends)", ""]
        lines += snapshot.pause.map { [$0, ""] } ?? []
        lines += [
            "workers   \(workers(snapshot))", "orders    \(words(snapshot))", "rate      \(rate(snapshot))",
            "jobs      \(jobs(snapshot))", "Frontpad  \(StatusText(.en).account(snapshot.account))",
        ]
        lines += ["", "waiting orders"]
        lines += snapshot.activity.waiting.map { waiting in
            let age = Console.span(snapshot.now.saturatingSubtracting(waiting.since))
            let when = waiting.since > snapshot.now ? "in \(age)" : "for \(age)"
            return "  \(waiting.order)  \(when)" + (waiting.reason.map { "  \($0)" } ?? "")
        }
        if snapshot.activity.waiting.isEmpty { lines.append("  none") }
        lines += ["", "last errors"]
        lines += snapshot.activity.troubles.map { trouble in
            "  \(console.time(trouble.at))  job \(trouble.job) \(trouble.what): \(trouble.error)"
        }
        if snapshot.activity.troubles.isEmpty { lines.append("  none") }
        return lines
    }

    // MARK: - What is shown

    private func read() throws -> Snapshot {
        try console.read { connection in
            Snapshot(
                orders: try OrderSummary.counts(on: connection),
                activity: try QueueActivity.read(queue: console.queue, limit: WatchCommand.listed, on: connection),
                account: try AccountState.read(queue: console.queue, on: connection),
                pause: try QueuePlan.read(on: connection, sendmail: SyncWorker.sendmail).parked.first,
                workers: try console.queue.workers(on: connection), now: QueueClock.system.now())
        }
    }

    private func words(_ snapshot: Snapshot) -> String {
        let states = CRMState.allCases.map { "\(snapshot.orders[$0] ?? 0) \($0.rawValue)" }
        return states.joined(separator: ", ")
    }

    private func rates(_ snapshot: Snapshot) -> String {
        "\(rate(snapshot)); jobs: \(jobs(snapshot)); \(workers(snapshot)) workers"
    }

    private func rate(_ snapshot: Snapshot) -> String {
        "\(snapshot.activity.sentInLastMinute) sent and \(snapshot.activity.requestsInLastMinute) requests in the last minute"
    }

    private func jobs(_ snapshot: Snapshot) -> String {
        [JobState.available, .scheduled, .running]
            .map { "\(snapshot.activity.jobs[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    }

    private func workers(_ snapshot: Snapshot) -> String {
        let dead = snapshot.workers.count { $0.isDead }
        return "\(snapshot.workers.count - dead)" + (dead > 0 ? " (and \(dead) dead)" : "")
    }
}
