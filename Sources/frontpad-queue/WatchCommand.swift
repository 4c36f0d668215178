internal import CommandKit
internal import Intake
internal import JobQueue
internal import OrderSync

/// `frontpad-queue watch`: the queue as it moves.
struct WatchCommand {
    private static let listed = 10
    private let console: Console

    init(_ console: Console) { self.console = console }

    private struct Look {
        let orders: [CRMState: Int]
        let activity: QueueActivity
        let account: AccountState
        let pause: String?
        let workers: Int
        let now: Int64
    }

    func run() throws -> ExitStatus {
        let interval = Int64(try console.command.integer("--interval", in: 1...86_400) ?? 1) * 1_000
        let count = try console.command.integer("--count", in: 1...1_000_000) ?? .max
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

    /// Waits out the interval.
    ///
    /// - Returns: what ended it.
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
        let look = try self.look()
        return "\(console.time(look.now)) \(words(look)); \(rates(look))"
    }

    // MARK: - A page

    private func showPage(_ interval: Int64, _ count: Int, _ session: TerminalSession) throws -> ExitStatus {
        var screen = Screen(write: StandardOutput.write)
        screen.open()
        defer { screen.close() }
        for number in 1...count {
            let lines = try page().map(DisplayText.oneLine)
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
        screen.draw(
            lines, columns: StandardOutput.terminalColumns ?? 80, rows: StandardOutput.terminalRows ?? 24)
    }

    /// q, Ctrl-C, Ctrl-D.
    private static func isEnd(_ key: UInt8) -> Bool { key == UInt8(ascii: "q") || key == 3 || key == 4 }

    private func page() throws -> [String] {
        let look = try self.look()
        var lines = ["\(console.location.path)  \(console.time(look.now))  (q ends)", ""]
        lines += look.pause.map { [$0, ""] } ?? []
        lines += ["orders    \(words(look))", "rate      \(rates(look))", "Frontpad  \(limit(look))"]
        lines += ["", "waiting orders"]
        lines += look.activity.waiting.map { waiting in
            let age = Console.span(look.now - waiting.since)
            let when = waiting.since > look.now ? "in \(age)" : "for \(age)"
            return "  \(waiting.order)  \(when)" + (waiting.reason.map { "  \($0)" } ?? "")
        }
        if look.activity.waiting.isEmpty { lines.append("  none") }
        lines += ["", "last errors"]
        lines += look.activity.troubles.map { trouble in
            "  \(console.time(trouble.at))  job \(trouble.job) \(trouble.what): \(trouble.error)"
        }
        if look.activity.troubles.isEmpty { lines.append("  none") }
        return lines
    }

    // MARK: - What is shown

    private func look() throws -> Look {
        try console.read { connection in
            Look(
                orders: try OrderSummary.counts(on: connection),
                activity: try QueueActivity.read(queue: console.queue, limit: WatchCommand.listed, on: connection),
                account: try AccountState.read(queue: console.queue, on: connection),
                pause: try QueuePlan.read(on: connection, sendmail: SyncWorker.sendmail).parked.first,
                workers: try console.queue.workers(on: connection).count { !$0.isDead }, now: QueueClock.system.now())
        }
    }

    private func words(_ look: Look) -> String {
        let states = CRMState.allCases.map { "\(look.orders[$0] ?? 0) \($0.rawValue)" }
        return states.joined(separator: ", ")
    }

    private func rates(_ look: Look) -> String {
        let jobs = [JobState.available, .scheduled, .running]
            .map { "\(look.activity.jobs[$0] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
        return "\(look.activity.sentInLastMinute) sent and \(look.activity.requestsInLastMinute) requests in the last "
            + "minute; jobs: \(jobs); \(look.workers) workers"
    }

    private func limit(_ look: Look) -> String {
        if let breaker = look.account.breaker {
            return "takes no orders since \(console.time(breaker.openedAt)): \(look.account.explanation ?? "")"
        }
        if look.account.freeRequests == .max { return "no limit set yet: no worker has run" }
        return look.account.freeRequests > 0
            ? "\(look.account.freeRequests) requests may leave now"
            : "the limit is used up" + (look.account.nextRequest.map { ", next request in \($0) ms" } ?? "")
    }
}
