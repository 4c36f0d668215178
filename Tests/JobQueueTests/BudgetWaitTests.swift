import SQLite
import Synchronization
import Testing

@testable import JobQueue

@Suite("Waiting for room in budgets", .timeLimit(.minutes(1)))
struct BudgetWaitTests {
    /// Makes a queue with the budgets "calls" (2 per second) and "reports" (1 per minute).
    private func test() throws -> TestQueue {
        let test = try TestQueue()
        try test.queue.setBudget("calls", windows: [BudgetWindow(milliseconds: 1_000, allowance: 2)], margin: 0)
        try test.queue.setBudget("reports", windows: [BudgetWindow(milliseconds: 60_000, allowance: 1)], margin: 0)
        return test
    }

    private func use(_ budget: String, _ test: TestQueue) throws {
        try test.queue.database.write { try test.queue.use(budget, in: $0) }
    }

    private func wait(
        _ test: TestQueue, for budgets: [String], sparing spared: [String: Int] = [:]
    ) throws -> Int64? {
        try test.queue.database.read { try test.queue.wait(for: budgets, sparing: spared, on: $0) }
    }

    @Test("there is room while each budget has some; otherwise the longest wait counts")
    func longest() throws {
        let test = try test()
        #expect(try wait(test, for: ["calls", "reports"]) == nil)
        try use("reports", test)
        #expect(try wait(test, for: ["calls"]) == nil)
        #expect(try wait(test, for: ["calls", "reports"]) == 60_000)
        try use("calls", test)
        try use("calls", test)
        test.clock.advance(by: 400)
        #expect(try wait(test, for: ["calls"]) == 600)
        #expect(try wait(test, for: ["calls", "reports"]) == 59_600)
    }

    @Test("a use that is left to others is not room")
    func spared() throws {
        let test = try test()
        #expect(try wait(test, for: ["calls"], sparing: ["calls": 1]) == nil)
        try use("calls", test)
        #expect(try wait(test, for: ["calls"]) == nil)
        #expect(try wait(test, for: ["calls"], sparing: ["calls": 1]) != nil)
        #expect(try wait(test, for: ["calls"], sparing: ["reports": 1]) == nil)
    }

    @Test("if only reservations are in the way, there is still something to wait for")
    func reserved() throws {
        let test = try test()
        try test.insert()
        let spec = QueueSpec("default", budgets: ["reports"])
        let claim = try #require(try test.queue.claim([spec], worker: try test.worker(), limit: 1).claims.first)
        let look = try #require(try wait(test, for: ["reports"]))
        #expect(look > 0)
        _ = try test.finish(claim, .completed())
        #expect(try wait(test, for: ["reports"]) == nil)
    }

    /// Opens the queue with a clock that advances only during sleeps.
    private func sleepingQueue(_ test: TestQueue) throws -> JobQueue {
        var clock = test.clock.clock()
        clock.sleep = { test.clock.advance(by: $0) }
        return try test.anotherHandle(clock: clock)
    }

    @Test("it ends as soon as there is room, and reports the length of each wait before it")
    func waits() async throws {
        let test = try test()
        let queue = try sleepingQueue(test)
        for _ in 0..<2 { try use("calls", test) }
        let start = test.clock.now
        var waits: [Int64] = []
        let look = { (connection: Connection) in try queue.wait(for: ["calls"], on: connection) }
        let missing = try await queue.waitForRoom(
            until: queue.clock.steady() + 1_000, onWait: { waits.append($0) }, look)
        #expect(missing == nil && waits == [1_000] && test.clock.now == start + 1_000)
    }

    @Test("it does not wait if that would end too late, and returns the length of the wait")
    func tooLong() async throws {
        let test = try test()
        let queue = try sleepingQueue(test)
        try use("reports", test)
        let start = test.clock.now
        let missing = try await queue.waitForRoom(until: queue.clock.steady() + 2_000) {
            try queue.wait(for: ["reports"], on: $0)
        }
        #expect(missing == 60_000 && test.clock.now == start)
    }

    @Test("uses are counted since a time and forgotten on request, and reservations are neither")
    func uses() throws {
        let test = try test()
        try use("calls", test)
        test.clock.advance(by: 500)
        let time = test.clock.now - 1
        try use("calls", test)
        try use("reports", test)
        try test.insert()
        test.clock.advance(by: 500)
        let spec = QueueSpec("default", budgets: ["calls"])
        #expect(try test.queue.claim([spec], worker: try test.worker(), limit: 1).claims.count == 1)
        func uses(since time: Int64) throws -> Int {
            try test.queue.database.read { try test.queue.uses(of: "calls", since: time, on: $0) }
        }
        #expect(try uses(since: time) == 1)
        try test.queue.database.write { try test.queue.forgetUses(of: "calls", in: $0) }
        #expect(try uses(since: 0) == 0)
        let free = try test.queue.database.read { try test.queue.room(in: "calls", on: $0) }.free
        #expect(free == 1)
        #expect(try wait(test, for: ["reports"]) != nil)
    }
}
