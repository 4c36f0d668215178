import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Budget", .ownThread)
struct BudgetTests {
    private let queue = QueueSpec("default", budgets: ["calls"])

    /// Makes a queue with a budget "calls" that has these windows and no margin.
    private func test(_ windows: [BudgetWindow], jobs: Int = 0) throws -> TestQueue {
        let test = try TestQueue()
        try test.queue.setBudget("calls", windows: windows, margin: 0)
        for _ in 0..<jobs { try test.insert() }
        return test
    }

    private func room(_ test: TestQueue, of budget: String = "calls", in queue: JobQueue? = nil) throws -> BudgetRoom {
        let queue = queue ?? test.queue
        return try queue.database.read { try queue.room(in: budget, on: $0) }
    }

    private func spend(_ claim: Claim, in test: TestQueue) throws {
        try test.queue.database.write { try test.queue.spend(claim, in: $0) }
    }

    private func use(_ test: TestQueue, times: Int = 1) throws {
        try test.queue.database.write { connection in
            for _ in 0..<times { try test.queue.use("calls", in: connection) }
        }
    }

    @Test("a budget without windows has no limit")
    func unlimited() throws {
        let test = try TestQueue()
        try use(test, times: 50)
        #expect(try room(test).free > 1_000_000 && room(test).wait == 0)
    }

    @Test("a use is free again exactly when its window has passed")
    func exactWait() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 2)])
        try use(test)
        test.clock.advance(by: 300)
        #expect(try room(test) == BudgetRoom(free: 1, wait: 0))
        try use(test)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 700))
        test.clock.advance(by: 699)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 1))
        test.clock.advance(by: 1)
        #expect(try room(test) == BudgetRoom(free: 1, wait: 0))
        try use(test)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 300))
    }

    @Test("with two windows both must have room, and the wait is the longer one")
    func twoWindows() throws {
        let test = try test([
            BudgetWindow(milliseconds: 1000, allowance: 2), BudgetWindow(milliseconds: 60_000, allowance: 3),
        ])
        try use(test, times: 2)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 1000))
        test.clock.advance(by: 1000)
        #expect(try room(test) == BudgetRoom(free: 1, wait: 0))
        try use(test)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 59_000))
    }

    @Test("the wait is the longer one even if it is the shorter window's")
    func twoWindowsShortOneWaits() throws {
        let test = try test([
            BudgetWindow(milliseconds: 1000, allowance: 1), BudgetWindow(milliseconds: 3000, allowance: 2),
        ])
        try use(test)
        test.clock.advance(by: 2900)
        try use(test)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 1000))
    }

    @Test("if more was used than a window allows, the wait ends when enough uses have expired")
    func overused() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)])
        try use(test)
        test.clock.advance(by: 400)
        try use(test)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 1000))
    }

    @Test("the margin makes each window longer")
    func margin() throws {
        let test = try TestQueue()
        try test.queue.setBudget("calls", windows: [BudgetWindow(milliseconds: 1000, allowance: 1)], margin: 150)
        try use(test)
        #expect(try room(test).wait == 1150)
    }

    @Test("setting a budget again replaces its windows and keeps its uses; the same windows change nothing")
    func setAgain() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)])
        try use(test)
        try test.queue.setBudget("calls", windows: [BudgetWindow(milliseconds: 5000, allowance: 1)], margin: 0)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 5000))
        let rows = "SELECT group_concat(window || ' ' || allowance) FROM budgets"
        try test.queue.setBudget("calls", windows: [BudgetWindow(milliseconds: 5000, allowance: 1)], margin: 0)
        #expect(try test.queue.database.read { try $0.scalar(rows, as: String.self) } == "5000 1")
    }

    @Test("a claim takes no more jobs than its budget has room for, and reserves a use for each")
    func claimReserves() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 2)], jobs: 3)
        let worker = try test.worker()
        let result = try test.queue.claim([queue], worker: worker, limit: 10)
        #expect(result.claims.count == 2)
        #expect(result.waitsForBudget && result.nextLook == nil)
        // Reservations do not expire. They end when they are spent or given back.
        test.clock.advance(by: 100_000)
        #expect(try room(test) == BudgetRoom(free: 0, wait: nil))
        #expect(try test.queue.claim([queue], worker: worker, limit: 10).claims.isEmpty)
    }

    @Test("a reserved use counts from when it is spent")
    func spentLater() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)], jobs: 2)
        let worker = try test.worker()
        let claim = try #require(try test.queue.claim([queue], worker: worker, limit: 1).claims.first)
        test.clock.advance(by: 5000)
        try spend(claim, in: test)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 1000))
        _ = try test.finish(claim, .completed())
        let waiting = try test.queue.claim([queue], worker: worker, limit: 1)
        #expect(waiting.claims.isEmpty && waiting.waitsForBudget && waiting.nextLook == 1000)
        test.clock.advance(by: 1000)
        #expect(try test.queue.claim([queue], worker: worker, limit: 1).claims.count == 1)
    }

    @Test(
        "a reservation that an attempt did not spend is free when the attempt ends",
        arguments: [
            JobOutcome.completed(), .retry(error: "e"), .snooze(milliseconds: 1, reason: "s"), .discard(error: "d"),
            .cancel(reason: "c"), .giveBack(),
        ])
    func unspentIsGivenBack(outcome: JobOutcome) throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)], jobs: 1)
        let claim = try #require(try test.queue.claim([queue], worker: try test.worker(), limit: 1).claims.first)
        #expect(try room(test).free == 0)
        _ = try test.finish(claim, outcome)
        #expect(try room(test) == BudgetRoom(free: 1, wait: 0))
    }

    @Test("a use that an attempt spent stays spent when it ends, unless it was given back before")
    func unspend() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)], jobs: 2)
        let worker = try test.worker()
        let first = try #require(try test.queue.claim([queue], worker: worker, limit: 1).claims.first)
        try spend(first, in: test)
        try test.queue.database.write { try test.queue.unspend(first, in: $0) }
        // The use is still reserved.
        #expect(try room(test) == BudgetRoom(free: 0, wait: nil))
        _ = try test.finish(first, .giveBack())
        #expect(try room(test).free == 1)
        let second = try #require(try test.queue.claim([queue], worker: worker, limit: 1).claims.first)
        try spend(second, in: test)
        _ = try test.finish(second, .completed())
        #expect(try room(test) == BudgetRoom(free: 0, wait: 1000))
    }

    @Test(
        "a jump of the wall clock neither frees nor blocks anything", arguments: [-10_000_000, 10_000_000] as [Int64])
    func wallClockJump(jump: Int64) throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)])
        try use(test)
        test.clock.advance(by: 100)
        test.clock.jumpWall(by: jump)
        #expect(try room(test) == BudgetRoom(free: 0, wait: 900))
        test.clock.advance(by: 900)
        #expect(try room(test) == BudgetRoom(free: 1, wait: 0))
    }

    @Test("after a reboot the wall clock decides, whatever the new steady clock says")
    func reboot() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)])
        try use(test)
        test.clock.advance(by: 400)
        let rebooted = try test.anotherHandle(clock: test.clock.clock(boot: "second boot", steadyOffset: -1_000_000))
        #expect(try room(test, in: rebooted) == BudgetRoom(free: 0, wait: 600))
        test.clock.advance(by: 600)
        #expect(try room(test, in: rebooted).free == 1)
    }

    @Test("a use from before a reboot with a time in the future blocks nothing")
    func rebootIntoThePast() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 1)])
        try use(test)
        test.clock.jumpWall(by: -500)
        let rebooted = try test.anotherHandle(clock: test.clock.clock(boot: "second boot"))
        #expect(try room(test, in: rebooted).free == 1)
    }

    @Test("a queue with several budgets is served only while all of them have room")
    func severalBudgets() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 3)], jobs: 5)
        try test.queue.setBudget("orders", windows: [BudgetWindow(milliseconds: 9000, allowance: 2)], margin: 0)
        let both = QueueSpec("default", budgets: ["calls", "orders"])
        let result = try test.queue.claim([both], worker: try test.worker(), limit: 10)
        #expect(result.claims.count == 2)
        #expect(try room(test).free == 1)
        #expect(try room(test, of: "orders").free == 0)
        for claim in result.claims {
            try spend(claim, in: test)
            _ = try test.finish(claim, .completed())
        }
        #expect(try room(test, of: "orders").wait == 9000)
        // The wait is the longest wait of all budgets.
        try use(test)
        let waiting = try test.queue.claim([both], worker: try test.worker(), limit: 10)
        #expect(waiting.claims.isEmpty && waiting.nextLook == 9000)
    }

    @Test("two queues that share a budget share its room within one claim")
    func sharedWithinAClaim() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 3)], jobs: 2)
        for _ in 0..<4 { try test.insert(queue: "other") }
        let result = try test.queue.claim(
            [queue, QueueSpec("other", budgets: ["calls"], holdsDrain: false)], worker: try test.worker(), limit: 10)
        #expect(result.claims.map(\.job.queue) == ["default", "default", "other"])
        // The only waiting jobs are in the queue with `holdsDrain: false`.
        #expect(!result.waitsForBudget)
    }

    @Test("two processes that share a budget never use more than it allows")
    func sharedBetweenHandles() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 5)], jobs: 40)
        let handles = try (0..<4).map { _ in (queue: try test.anotherHandle(), worker: try test.worker()) }
        let results = Monitor<[Result<Int, any Error>]>([])
        for handle in handles {
            BackgroundThread.start {
                let result = Result {
                    try (0..<5).reduce(0) { sum, _ in
                        sum + (try handle.queue.claim([queue], worker: handle.worker, limit: 2).claims.count)
                    }
                }
                results.withLock { $0.append(result) }
            }
        }
        let claimed = try results.wait(for: "the end of 4 threads") { $0.count == 4 ? $0 : nil }.map { try $0.get() }
        #expect(claimed.reduce(0, +) == 5)
        #expect(try room(test) == BudgetRoom(free: 0, wait: nil))
    }

    @Test("the next claim forgets uses that no window counts any more, but never reservations")
    func forgotten() throws {
        let test = try test([BudgetWindow(milliseconds: 1000, allowance: 3)], jobs: 2)
        let worker = try test.worker()
        _ = try test.queue.claim([queue], worker: worker, limit: 1)
        try use(test, times: 2)
        test.clock.advance(by: 1001)
        _ = try test.queue.claim([queue], worker: worker, limit: 1)
        #expect(try test.count("SELECT count(*) FROM budget_uses") == 2)
        #expect(try test.count("SELECT count(*) FROM budget_uses WHERE spent = 0") == 2)
    }
}
