import SQLite
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

/// Numbers that are far too large or too small. A caller may pass one to say “as often as it takes”, or somebody may
/// have written one into a row with SQL.
@Suite("Extreme numbers", .ownThread)
struct ExtremeNumberTests {
    /// Inserts a job with SQL, as another program would, with the given number in one column.
    @discardableResult
    private func insert(_ test: TestQueue, _ column: String, _ value: Int64) throws -> Int64 {
        try test.queue.database.write { connection in
            try connection.run(
                """
                INSERT INTO jobs (kind, queue, state, scheduled_at, inserted_at)
                VALUES ('work', 'default', 'available', 0, 0)
                """)
            let id = connection.lastInsertedRowID
            try connection.run("UPDATE jobs SET \(column) = ? WHERE id = ?", value, id)
            return id
        }
    }

    @Test("a job with as many attempts as there are numbers is completed after snoozes and after it was given back")
    func attemptsWithoutEnd() async throws {
        let test = try TestQueue()
        let id = try test.insert(maxAttempts: .max)
        let worker = try test.worker()
        for outcome in [
            JobOutcome.snooze(milliseconds: 1, reason: "not yet"), .giveBack(), .snooze(milliseconds: 1, reason: "no"),
            .retry(error: "no", delay: 0),
        ] {
            _ = try test.finish(test.claimOne(by: worker), outcome)
            test.clock.advance(by: 2)
        }
        #expect(try test.finish(test.claimOne(by: worker), .completed()) == .finished(.completed))
        #expect(try test.job(id).maxAttempts == .max)
    }

    @Test("a row with any number in any column is run like every other", arguments: [Int64.min, -1, 0, .max])
    func anyRow(number: Int64) async throws {
        let test = try TestQueue()
        let columns = ["priority", "attempt", "lost_attempts", "scheduled_at", "inserted_at"]
        let ids = try columns.map { try insert(test, $0, number) }
        let ordinary = try test.insert(priority: 1)
        // One of these jobs counts as lost too often and is given up. The test checks that nothing else is affected.
        let seen = Mutex<Set<Int64>>([])
        let worker = try TestWorker(
            test,
            ClosureHandler { claim in
                seen.withLock { $0.insert(claim.job.id).inserted } ? .giveBack() : .completed()
            })
        try await worker.run(.drain)
        #expect(try test.job(ordinary).state == .completed)
        for (column, id) in zip(columns, ids) {
            let expected: JobState = column == "lost_attempts" && number == .max ? .discarded : .completed
            #expect(try test.job(id).state == expected, "\(column)")
        }
        #expect(try test.queue.database.read { try test.queue.metrics(on: $0) }.map(\.claimed).reduce(0, +) >= 6)
    }

    @Test("a job that is scheduled for the earliest time there is runs at once, for the latest time never")
    func scheduledAtTheEnds() async throws {
        let test = try TestQueue()
        let first = try test.queue.insert(NewJob(kind: "work", queue: "default", scheduledAt: .min)).id
        let last = try test.queue.insert(NewJob(kind: "work", queue: "default", scheduledAt: .max)).id
        #expect(try test.queue.database.read { try test.queue.backlog(on: $0).oldestWait } == .max)
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.run(.drain)
        #expect(try test.job(first).state == .completed)
        #expect(try test.job(last).state == .scheduled)
    }

    @Test("a job that became due before time began does not hold up the worker that promotes it")
    func dueBeforeTime() async throws {
        let test = try TestQueue()
        let id = try test.insert(after: 60_000)
        try test.queue.database.write { _ = try $0.run("UPDATE jobs SET scheduled_at = ?", Int64.min) }
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.run(.drain)
        #expect(try test.job(id).state == .completed)
    }

    @Test("an attempt that was counted before takes the place of the earlier one")
    func countedAgain() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker()
        _ = try test.finish(test.claimOne(by: worker), .retry(error: "no", delay: 0))
        try test.queue.database.write { _ = try $0.run("UPDATE jobs SET attempt = 0") }
        _ = try test.finish(test.claimOne(by: worker), .completed())
        #expect(try test.attempts(of: id).map(\.outcome) == [.completed])
    }

    @Test("a delay without end puts the job off to the end of time")
    func delaysWithoutEnd() async throws {
        let test = try TestQueue()
        let worker = try test.worker()
        for outcome in [JobOutcome.retry(error: "no", delay: .max), .snooze(milliseconds: .max, reason: "no")] {
            let id = try test.insert()
            #expect(try test.finish(test.claimOne(by: worker), outcome) == .finished(.scheduled))
            #expect(try test.job(id).scheduledAt == .max)
        }
        let early = try test.insert()
        _ = try test.finish(test.claimOne(by: worker), .retry(error: "no", delay: .min))
        #expect(try test.job(early).state == .available)
    }

    @Test("a backoff without a cap ends at the largest number, at any attempt and with any jitter")
    func backoffWithoutEnd() {
        let backoff = Backoff.exponential(cap: .max)
        for attempt in [60, 100_000, Int.max] {
            #expect(backoff.delay(attempt, 0) == .max)
            #expect(backoff.delay(attempt, 0.999) == .max)
        }
        #expect(Backoff.exponential().delay(.max, 0) == 15 * 60_000)
        #expect(Backoff.exponential().delay(100_000, 1) == 15 * 60_000 * 5 / 4)
        #expect(Backoff.exponential(base: 0, cap: .max).delay(.max, 0.5) == 0)
        #expect(Backoff.exponential(factor: 1).delay(.max, 0) == 5_000)
        #expect(backoff.delay(.min, 0) == 5_000)
    }

    @Test("a lost job whose losses cannot be counted further is rescued all the same")
    func lossesWithoutEnd() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker()
        _ = try test.claimOne(by: worker)
        try test.queue.database.write { connection in
            try connection.run("UPDATE jobs SET lost_attempts = ?", Int64.max)
            try connection.run("DELETE FROM workers")
        }
        let rescuer = Rescuer(queue: test.queue, worker: try test.worker())
        #expect(try rescuer.look().rescued == [id])
        #expect(try test.job(id).lostAttempts == .max)
    }

    @Test("a budget's windows, margins, pauses and uses may be without end", arguments: [Int64.min, .max])
    func budgets(number: Int64) async throws {
        let test = try TestQueue()
        let queue = test.queue
        try queue.setBudget("api", windows: [BudgetWindow(milliseconds: .max, allowance: .max, reserve: .max)])
        try queue.exhaust("api", for: .max)
        try queue.database.write { connection in
            try queue.use("api", in: connection)
            try connection.run("UPDATE budget_uses SET steady_at = ?1, used_at = ?1", number)
        }
        let room = try queue.database.read { try queue.room(in: "api", for: 5, on: $0) }
        #expect(room.free == 0)
        #expect(try await queue.waitForRoom(in: "api", atMost: 10) ?? 0 > 10)
        try queue.database.write { connection in
            try connection.run("UPDATE budget_pauses SET steady_until = ?1, until = ?1", number)
            try queue.use("api", in: connection)
        }
        #expect(try queue.database.read { try queue.room(in: "api", on: $0) }.free == (number == .max ? 0 : .max - 1))
    }

    @Test("finished jobs with any time and any retention are pruned or kept, and the walk ends")
    func pruning() throws {
        let test = try TestQueue()
        for number in [Int64.min, .max] {
            let id = try test.insert()
            try test.queue.database.write { connection in
                _ = try connection.run(
                    "UPDATE jobs SET state = 'completed', finished_at = ?1, inserted_at = ?1 WHERE id = ?2", number, id)
            }
        }
        #expect(try test.queue.prune(Retention(completed: .max, cancelled: .max, discarded: .max)) == 1)
        #expect(try test.queue.prune() == 0)
        #expect(
            try test.queue.prune(Retention(completed: .min, cancelled: .min, discarded: .min, withSubject: .min)) == 1)
        #expect(try test.queue.pruneOnce(every: 0) == 0)
    }

    @Test("a schedule with an interval or an offset without end has a slot")
    func periodic() throws {
        let test = try TestQueue()
        for (interval, offset) in [(Int64.max, Int64.max), (.max, .min), (1, .max), (1, .min)] {
            let job = PeriodicJob("\(interval) \(offset)", every: interval, offset: offset) { start in
                NewJob(kind: "work", queue: "default", scheduledAt: start)
            }
            #expect(try test.queue.insert(job) != nil)
            #expect(try test.queue.insert(job) == nil)
        }
    }

    @Test("the counters stay at the largest number")
    func metrics() throws {
        let test = try TestQueue()
        let worker = try test.worker()
        for _ in 0..<2 {
            _ = try test.queue.insert(NewJob(kind: "work", queue: "default", scheduledAt: .min))
            _ = try test.finish(test.claimOne(by: worker), .completed())
        }
        let metrics = try #require(try test.queue.database.read { try test.queue.metrics(on: $0) }.first)
        #expect(metrics.wait.sum == .max && metrics.wait.count == 2 && metrics.claimed == 2)
    }
}
