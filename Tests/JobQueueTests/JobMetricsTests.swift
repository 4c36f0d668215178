import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Metrics", .ownThread)
struct JobMetricsTests {
    private func metrics(_ test: TestQueue) throws -> [JobMetrics] {
        try test.queue.database.read { try test.queue.metrics(on: $0) }
    }

    @Test("claims and ends are counted by queue and kind, with the waiting and running times")
    func counted() throws {
        let test = try TestQueue()
        let worker = try test.worker()
        try test.insert("a")
        try test.insert("b")
        test.clock.advance(by: 70)
        let claims = try test.claim(by: worker, limit: 2)
        #expect(claims.map(\.waited) == [70, 70])
        test.clock.advance(by: 3)
        _ = try test.finish(claims[0], .completed())
        test.clock.advance(by: 2_000_000)
        _ = try test.finish(claims[1], .retry(error: "e", delay: 0))
        let rows = try metrics(test)
        #expect(rows.map(\.kind) == ["a", "b"] && rows.map(\.claimed) == [1, 1])
        #expect(rows.map(\.outcomes) == [[.completed: 1], [.retried: 1]])
        #expect(rows[0].wait.sum == 70 && rows[0].wait.counts == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        #expect(rows[0].run.sum == 3 && rows[0].run.counts == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(rows[1].run.sum == 2_000_003 && rows[1].run.counts.last == 1 && rows[1].run.count == 1)
    }

    @Test("a lost finish and an undone finish are not counted")
    func notCounted() throws {
        struct Failure: Error {}
        let test = try TestQueue()
        try test.insert()
        let claim = try test.claimOne(by: try test.worker())
        #expect(throws: Failure.self) {
            try test.queue.database.write { connection in
                _ = try test.queue.finish(claim, .completed(), in: connection)
                throw Failure()
            }
        }
        #expect(try metrics(test).map(\.outcomes) == [[:]])
        _ = try test.finish(claim, .completed())
        #expect(try test.finish(claim, .completed()) == .lost)
        #expect(try metrics(test).map(\.outcomes) == [[.completed: 1]])
    }

    @Test("a worker that groups its commits counts every job once")
    func worker() async throws {
        let test = try TestQueue()
        for number in 0..<40 { try test.insert(number % 2 == 0 ? "a" : "b") }
        let worker = try TestWorker(
            test, concurrency: 5, ClosureHandler(KindA.self) { _ in .completed() },
            ClosureHandler(KindB.self) { _ in .cancel(reason: "b") })
        try await worker.run(.drain)
        let rows = try metrics(test)
        #expect(rows.map(\.claimed) == [20, 20])
        #expect(rows.map(\.outcomes) == [[.completed: 20], [.cancelled: 20]])
        #expect(rows.allSatisfy { $0.wait.count == 20 && $0.run.count == 20 })
    }

    @Test("counters are stored once per interval, with the next commit on request, and always at the end")
    func storedSeldom() async throws {
        let test = try TestQueue()
        // The look for dead workers stores counters too. With this interval, no such look happens during the test.
        let worker = try TestWorker(
            test, concurrency: 1, rescueInterval: 600_000, ClosureHandler { _ in .completed() })
        try await worker.serving {
            for count in 1...3 {
                try test.insert()
                worker.handle.doorbell.ring()
                try await worker.waitForFinished(count)
            }
            // The first finished job stored its counters. The clock has not moved since then.
            #expect(try metrics(test).map(\.outcomes) == [[.completed: 1]])
            test.clock.advance(by: MetricsLedger.interval)
            try test.insert()
            worker.handle.doorbell.ring()
            try await worker.waitForFinished(4)
            #expect(try metrics(test).map(\.outcomes) == [[.completed: 4]])
            try test.insert()
            worker.handle.doorbell.ring()
            try await worker.waitForFinished(5)
        }
        let rows = try metrics(test)
        #expect(rows.map(\.outcomes) == [[.completed: 5]] && rows.map(\.claimed) == [5])
    }

    @Test("counters of a failed transaction are kept and counted once")
    func owedAfterFailure() async throws {
        let test = try TestQueue()
        let ledger = MetricsLedger(clock: test.queue.clock)
        let closer = ClaimOnFinish(
            queue: test.queue, worker: try test.worker(), ledger: ledger, onTrouble: { _ in }, queues: { [] })
        var batch = MetricsBatch()
        batch.lost(queue: "q", kind: "k")
        ledger.add(batch)
        let group = GroupCommit(database: test.queue.database)
        await #expect(throws: SQLiteError.self) {
            try await group.submit(
                GroupCommit.Item(closer: closer) { connection in
                    // Insert an attempt of a job that does not exist. The insertion fails at the end of the
                    // transaction, after all writes.
                    try connection.execute("PRAGMA defer_foreign_keys=ON")
                    try connection.run(
                        "INSERT INTO attempts (job_id, attempt, worker, started_at) VALUES (77, 1, 'w', 0)")
                })
        }
        #expect(try metrics(test).isEmpty)
        ledger.flush()
        try await group.submit(GroupCommit.Item(closer: closer) { _ in })
        ledger.flush()
        try await group.submit(GroupCommit.Item(closer: closer) { _ in })
        #expect(try metrics(test).map(\.outcomes) == [[.lost: 1]])
        #expect(!ledger.owes)
    }

    @Test("a lost attempt is counted when it is rescued")
    func lost() throws {
        let test = try TestQueue()
        try test.insert()
        let dead = try test.worker()
        _ = try test.claimOne(by: dead)
        dead.retire()
        Files.write([], to: test.lockFile(of: dead))
        _ = try Rescuer(queue: test.queue, worker: try test.worker()).look()
        #expect(try metrics(test).map(\.outcomes) == [[.lost: 1]])
    }

    @Test("the backlog is counted by state and queue, without reading finished jobs")
    func backlog() throws {
        let test = try TestQueue()
        try test.insert()
        try test.insert(queue: "other")
        try test.insert(after: 500)
        test.clock.advance(by: 40)
        let worker = try test.worker()
        _ = try test.finish(try test.claimOne(by: worker), .discard(error: "d"))
        try test.insert()
        _ = try test.claimOne(by: worker)
        let backlog = try test.queue.database.read { try test.queue.backlog(on: $0) }
        #expect(
            backlog.counts == [
                .scheduled: ["default": 1], .available: ["other": 1], .running: ["default": 1],
                .discarded: ["default": 1],
            ])
        #expect(backlog.inserted == 4 && backlog.oldestWait == 40)
    }
}
