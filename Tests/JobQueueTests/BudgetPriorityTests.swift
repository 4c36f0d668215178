import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Budget and priority", .ownThread)
struct BudgetPriorityTests {
    private let queue = QueueSpec("default", budgets: ["calls"])

    private func test(_ windows: BudgetWindow...) throws -> TestQueue {
        let test = try TestQueue()
        try test.queue.setBudget("calls", windows: windows, margin: 0)
        return test
    }

    private func claim(_ test: TestQueue, _ worker: WorkerIdentity, limit: Int = 10) throws -> [Claim] {
        try test.queue.claim([queue], worker: worker, limit: limit).claims
    }

    private func spend(_ claim: Claim, in test: TestQueue) throws -> Bool {
        try test.queue.database.write { try test.queue.spendIfReserved(claim, in: $0) }
    }

    private func send(_ claims: [Claim], in test: TestQueue) throws {
        for claim in claims {
            #expect(try spend(claim, in: test))
            _ = try test.finish(claim, .completed())
        }
    }

    @Test("less urgent jobs leave the reserve, and urgent ones use all")
    func reserve() throws {
        let test = try test(BudgetWindow(milliseconds: 60_000, allowance: 10, reserve: 4))
        for _ in 0..<20 { try test.insert(priority: 10) }
        let worker = try test.worker()
        try send(try claim(test, worker), in: test)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'") == 6)
        let waiting = try test.queue.claim([queue], worker: worker, limit: 10)
        #expect(waiting.claims.isEmpty && waiting.nextLook == 60_000)
        for _ in 0..<6 { try test.insert(priority: 0) }
        let urgent = try claim(test, worker)
        #expect(urgent.map(\.job.priority) == [0, 0, 0, 0])
        #expect(try test.queue.database.read { try test.queue.room(in: "calls", for: 0, on: $0) }.free == 0)
    }

    @Test("the budget decides which priorities may use the reserve")
    func reservePriority() throws {
        let test = try TestQueue()
        let windows = [BudgetWindow(milliseconds: 1000, allowance: 2, reserve: 2)]
        try test.queue.setBudget("calls", windows: windows, margin: 0, reserveFor: 5)
        try test.insert(priority: 6)
        let urgent = try test.insert(priority: 5)
        #expect(try claim(test, try test.worker()).map(\.job.id) == [urgent])
    }

    @Test("a new order is sent at the next permitted request, even after five hundred polls")
    func overtakes() throws {
        let test = try test(
            BudgetWindow(milliseconds: 1_000, allowance: 2), BudgetWindow(milliseconds: 60_000, allowance: 30))
        try test.queue.insert([NewJob](repeating: NewJob(kind: "poll", queue: "default", priority: 10), count: 500))
        let worker = try test.worker()
        let polls = try claim(test, worker)
        #expect(polls.count == 2)
        // One poll is sent. The other poll has a reservation and has not been sent yet when the order arrives.
        #expect(try spend(polls[0], in: test))
        let order = try test.insert(priority: 0)
        let claims = try claim(test, try test.worker())
        #expect(claims.map(\.job.id) == [order])
        #expect(try spend(claims[0], in: test))
        // The poll that lost its reservation finds this out before it sends anything.
        #expect(try !spend(polls[1], in: test))
        _ = try test.finish(polls[1], .giveBack())
        #expect(try claim(test, worker).isEmpty)
        test.clock.advance(by: 1_000)
        let next = try test.insert(priority: 0)
        #expect(try claim(test, worker, limit: 1).map(\.job.id) == [next])
    }

    @Test("a reservation of an equally urgent job, or a spent one, is not taken")
    func takesOnlyUnused() throws {
        let test = try test(BudgetWindow(milliseconds: 1_000, allowance: 1))
        try test.insert(priority: 5)
        try test.insert(priority: 5)
        let worker = try test.worker()
        let first = try claim(test, worker)
        #expect(first.count == 1)
        #expect(try claim(test, worker).isEmpty)
        #expect(try spend(first[0], in: test))
        try test.insert(priority: 0)
        let waiting = try test.queue.claim([queue], worker: worker, limit: 1)
        #expect(waiting.claims.isEmpty && waiting.nextLook == 1_000)
    }

    @Test("one reservation is taken, not two, however many urgent jobs there are")
    func noMoreThanThereAre() throws {
        let test = try test(BudgetWindow(milliseconds: 1_000, allowance: 3))
        for _ in 0..<3 { try test.insert(priority: 9) }
        let worker = try test.worker()
        let polls = try claim(test, worker)
        #expect(try spend(polls[0], in: test))
        for _ in 0..<5 { try test.insert(priority: 0) }
        let orders = try claim(test, worker)
        #expect(orders.count == 2)
        #expect(try test.count("SELECT count(*) FROM budget_uses") == 3)
        // Another program has made more uses than the budget allows, so taking one reservation makes no room.
        let over = try self.test(BudgetWindow(milliseconds: 1_000, allowance: 1))
        try over.insert(priority: 9)
        _ = try claim(over, try over.worker())
        try over.queue.database.write { try over.queue.use("calls", in: $0) }
        try over.insert(priority: 0)
        let look = try over.queue.claim([queue], worker: try over.worker(), limit: 1)
        #expect(look.claims.isEmpty && look.nextLook != 0)
    }

    @Test("when the other side says that the limit is used up, every job waits as long as it says")
    func exhausted() throws {
        let test = try test(BudgetWindow(milliseconds: 1_000, allowance: 5))
        try test.insert()
        try test.queue.exhaust("calls", for: 30_000)
        // A shorter pause does not replace the longer one.
        try test.queue.exhaust("calls", for: 10)
        let other = try test.anotherHandle()
        let worker = try test.worker()
        let waiting = try other.claim([queue], worker: worker, limit: 1)
        #expect(waiting.claims.isEmpty && waiting.nextLook == 30_000 && waiting.waitsForBudget)
        test.clock.jumpWall(by: 10_000_000)
        #expect(try other.claim([queue], worker: worker, limit: 1).claims.isEmpty)
        test.clock.advance(by: 30_000)
        #expect(try other.claim([queue], worker: worker, limit: 1).claims.count == 1)
    }

    @Test("a pause from before a reboot ends by the wall clock")
    func exhaustedBeforeReboot() throws {
        let test = try test(BudgetWindow(milliseconds: 1_000, allowance: 5))
        try test.queue.exhaust("calls", for: 30_000)
        let rebooted = try test.anotherHandle(clock: test.clock.clock(boot: "second boot", steadyOffset: -900_000))
        #expect(try rebooted.database.read { try rebooted.room(in: "calls", on: $0) }.wait == 30_000)
        test.clock.advance(by: 30_000)
        #expect(try rebooted.database.read { try rebooted.room(in: "calls", on: $0) }.free == 5)
    }

    @Test("with a backlog the permitted rate is fully used and never exceeded, whatever the number of workers")
    func fullRate() throws {
        let test = try test(
            BudgetWindow(milliseconds: 1_000, allowance: 2), BudgetWindow(milliseconds: 60_000, allowance: 30))
        try test.queue.insert([NewJob](repeating: NewJob(kind: "poll", queue: "default"), count: 300))
        let handles = try (0..<4).map { _ in (queue: try test.anotherHandle(), worker: try test.worker()) }
        var sent: [Int64] = []
        let start = test.clock.now
        while test.clock.now < start + 180_000 {
            var next = Int64.max
            for handle in handles {
                let result = try handle.queue.claim([queue], worker: handle.worker, limit: 4)
                try send(result.claims, in: test)
                sent += result.claims.map { _ in test.clock.now }
                if result.claims.isEmpty { next = min(next, try #require(result.nextLook)) }
            }
            // Each worker sleeps for the time that the queue has returned.
            if next < .max { test.clock.advance(by: max(1, next)) }
        }
        #expect(sent.count == 90)
        for time in sent {
            #expect(sent.count { $0 >= time && $0 < time + 1_000 } <= 2)
            #expect(sent.count { $0 >= time && $0 < time + 60_000 } <= 30)
        }
    }
}
