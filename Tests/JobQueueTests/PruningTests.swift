import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Pruning", .ownThread)
struct PruningTests {
    private func finished(
        _ test: TestQueue, _ outcome: JobOutcome, subject: String? = nil
    ) throws -> Int64 {
        let id = try test.queue.insert(NewJob(kind: "work", queue: "default", subject: subject)).id
        let claim = try test.claimOne(by: try test.worker())
        #expect(claim.job.id == id)
        _ = try test.finish(claim, outcome)
        return id
    }

    private func ids(_ test: TestQueue) throws -> [Int64] {
        try test.queue.database.read { connection in
            try connection.all("SELECT id FROM jobs ORDER BY id") { row throws(SQLiteError) in try row.get("id") }
        }
    }

    @Test("finished jobs are deleted after their state's retention, with their attempts")
    func byStateAndAge() throws {
        let test = try TestQueue()
        let completed = try finished(test, .completed())
        let cancelled = try finished(test, .cancel(reason: "c"))
        let discarded = try finished(test, .discard(error: "d"))
        let waiting = try test.insert(after: 1_000_000_000)
        let running = try test.insert()
        _ = try test.claimOne(by: try test.worker())
        let retention = Retention(completed: 100, cancelled: 200, discarded: 300, withSubject: 0)
        #expect(try test.queue.prune(retention) == 0)
        test.clock.advance(by: 99)
        #expect(try test.queue.prune(retention) == 0)
        test.clock.advance(by: 1)
        #expect(try test.queue.prune(retention) == 1)
        #expect(try ids(test) == [cancelled, discarded, waiting, running])
        #expect(try test.attempts(of: completed).isEmpty)
        test.clock.advance(by: 100)
        #expect(try test.queue.prune(retention) == 1)
        test.clock.advance(by: 100)
        #expect(try test.queue.prune(retention) == 1)
        test.clock.advance(by: 100_000)
        #expect(try test.queue.prune(retention) == 0)
        #expect(try ids(test) == [waiting, running])
    }

    @Test("jobs with a subject are part of its history and stay longer")
    func story() throws {
        let test = try TestQueue()
        let plain = try finished(test, .completed())
        let order = try finished(test, .completed(), subject: "order:5")
        test.clock.advance(by: 1_000)
        let retention = Retention(completed: 1_000, withSubject: 2_000)
        #expect(try test.queue.prune(retention) == 1)
        #expect(try ids(test) == [order] && plain != order)
        test.clock.advance(by: 1_000)
        #expect(try test.queue.prune(retention) == 1)
        let usual = Retention()
        #expect(usual.completed == 30 * Retention.day && usual.withSubject == 30 * Retention.day)
    }

    @Test("many jobs are deleted in many small transactions, and young ones are not even read")
    func batches() throws {
        let test = try TestQueue()
        try test.queue.database.write { connection in
            for number in 1...2_000 {
                try connection.run(
                    """
                    INSERT INTO jobs (kind, queue, state, scheduled_at, inserted_at, finished_at)
                    VALUES ('k', 'q', 'completed', 0, ?1, ?1)
                    """, number <= 1_600 ? 0 : test.clock.now)
            }
        }
        let before = test.queue.database.commits
        #expect(try test.queue.prune() == 1_600)
        #expect(test.queue.database.commits - before == 4)
        #expect(try ids(test).count == 400)
        let again = test.queue.database.begunWrites
        #expect(try test.queue.prune() == 0)
        #expect(test.queue.database.begunWrites == again)
    }

    @Test("of many workers only one prunes per interval")
    func once() throws {
        let test = try TestQueue()
        _ = try finished(test, .completed())
        test.clock.advance(by: 31 * Retention.day)
        let handles = try (0..<3).map { _ in try test.anotherHandle() }
        #expect(try handles.map { try $0.pruneOnce(every: 3_600_000) } == [1, 0, 0])
    }

    @Test("jobs from a clock that was ahead hold up no others, and are kept no longer than others")
    func fromTheFuture() throws {
        let test = try TestQueue()
        let ahead: Int64 = 4_000 * Retention.day
        test.clock.jumpWall(by: ahead)
        let future = try finished(test, .completed())
        test.clock.jumpWall(by: -ahead)
        let present = try finished(test, .completed())
        let young = try { () throws -> Int64 in
            test.clock.advance(by: 31 * Retention.day)
            return try finished(test, .completed())
        }()
        #expect(try test.queue.prune() == 1)
        #expect(try ids(test) == [future, young] && present != young)
        // From now on, the insertion time of the job from the future counts.
        test.clock.advance(by: 31 * Retention.day)
        #expect(try test.queue.prune() == 2)
    }
}
