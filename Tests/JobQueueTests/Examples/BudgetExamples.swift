import JobQueue
import SQLite
import Testing

@Suite("The examples of budgets", .timeLimit(.minutes(1))) struct BudgetExamples {
    // snippet: spend
    /// Calls an API that limits the number of requests.
    struct LimitedHandler: JobHandler {
        let queue: JobQueue
        let request: @Sendable (_ recipient: String) async throws -> Bool

        func perform(_ letter: Letter, claim: Claim) async throws -> JobOutcome {
            // Call this right before the request is sent. False means that a more urgent job has the reservation now.
            let mayLeave = try queue.database.write { connection in try queue.spendIfReserved(claim, in: connection) }
            guard mayLeave else { return .giveBack() }
            guard try await request(letter.args) else {
                // The server has counted differently. Send no request for a minute.
                try queue.exhaust("letters", for: 60_000)
                return .giveBack()
            }
            return .completed()
        }
    }
    // end snippet

    @Test("no more jobs are claimed than the budget allows") func budget() async throws {
        let test = try TestQueue()
        let queue = test.queue
        for name in ["ada", "linus", "grace"] { try queue.insert(Letter(args: "\(name)@example.com")) }
        let handler = LimitedHandler(queue: queue) { _ in true }
        // snippet: budget
        // At most two uses in any second and thirty in any minute, in all processes together.
        try queue.setBudget(
            "letters",
            windows: [
                BudgetWindow(milliseconds: 1_000, allowance: 2), BudgetWindow(milliseconds: 60_000, allowance: 30),
            ])
        let worker = try Worker(
            queue: queue, handlers: [handler],
            configuration: Worker.Configuration {
                // Jobs of this queue are claimed only while the budget has room.
                [QueueSpec(Letter.queue, budgets: ["letters"], holdsDrain: false)]
            })
        // end snippet
        try await worker.run(.drain)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'") == 2)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'available'") == 1)
        let room = try queue.database.read { try queue.room(in: "letters", on: $0) }
        #expect(room.free == 0)
    }

    @Test("an exhausted budget has no room until the time is over") func exhausted() async throws {
        let test = try TestQueue()
        let queue = test.queue
        try queue.setBudget("letters", windows: [BudgetWindow(milliseconds: 1_000, allowance: 2)])
        let id = try queue.insert(Letter(args: "ada@example.com")).id
        let worker = try Worker(
            queue: queue, handlers: [LimitedHandler(queue: queue) { _ in false }],
            configuration: Worker.Configuration {
                [QueueSpec(Letter.queue, budgets: ["letters"], holdsDrain: false)]
            })
        try await worker.run(.drain)
        #expect(try test.job(id).state == .available)
        #expect(try queue.database.read { try queue.room(in: "letters", on: $0) }.wait == 60_000)
    }
}
