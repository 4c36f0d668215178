import JobQueue
import SQLite
import Testing

@Suite("Intervention")
struct InterventionTests {
    private func retry(_ id: Int64, in test: TestQueue) throws -> Intervention {
        try test.queue.database.write { try test.queue.retry(id, in: $0) }
    }

    private func cancel(_ id: Int64, in test: TestQueue) throws -> Intervention {
        try test.queue.database.write { try test.queue.cancel(id, reason: "by hand", in: $0) }
    }

    @Test("a discarded job that is retried gets at least one more attempt, and its lost attempts are forgotten")
    func retryDiscarded() throws {
        let test = try TestQueue()
        let id = try test.insert(maxAttempts: 1)
        let worker = try test.worker()
        _ = try test.finish(try test.claimOne(by: worker), .retry(error: "broken"))
        try test.queue.database.write { _ = try $0.run("UPDATE jobs SET lost_attempts = 3") }
        test.clock.advance(by: 60)
        #expect(try retry(id, in: test) == .done(.available))
        let job = try test.job(id)
        #expect(job.maxAttempts == 2 && job.lostAttempts == 0 && job.reason == nil && job.finishedAt == nil)
        #expect(job.scheduledAt == test.clock.now)
        #expect(try test.claimOne(by: worker).attempt == 2)
    }

    @Test("a job with attempts left keeps their number when it is retried")
    func retryKeepsAttempts() throws {
        let test = try TestQueue()
        let id = try test.insert()
        _ = try test.finish(try test.claimOne(by: try test.worker()), .cancel(reason: "pointless"))
        #expect(try retry(id, in: test) == .done(.available))
        #expect(try test.job(id).maxAttempts == 20)
    }

    @Test("a scheduled job runs at once when it is retried")
    func retryScheduled() throws {
        let test = try TestQueue()
        let id = try test.insert(after: 100_000)
        #expect(try retry(id, in: test) == .done(.available))
        #expect(try test.claim(by: try test.worker()).map(\.job.id) == [id])
    }

    @Test("a job that is available, running or completed is not retried")
    func retryRefused() throws {
        let test = try TestQueue()
        let id = try test.insert()
        #expect(try retry(id, in: test) == .refused(.available))
        let claim = try test.claimOne(by: try test.worker())
        #expect(try retry(id, in: test) == .refused(.running))
        _ = try test.finish(claim, .completed())
        let before = try test.job(id)
        #expect(try retry(id, in: test) == .refused(.completed))
        #expect(try test.job(id) == before)
    }

    @Test("a job is not retried while another unfinished job has its unique key")
    func retryBesideTwin() throws {
        let test = try TestQueue()
        let old = try test.insert(uniqueKey: "order:5")
        let worker = try test.worker()
        _ = try test.finish(try test.claimOne(by: worker), .discard(error: "broken"))
        let twin = try test.insert(uniqueKey: "order:5")
        #expect(try retry(old, in: test) == .replaced(by: twin))
        _ = try test.finish(try test.claimOne(by: worker), .completed())
        #expect(try retry(old, in: test) == .done(.available))
    }

    @Test(
        "a job that is available or scheduled can be cancelled, and is never claimed afterwards",
        arguments: [nil, 100] as [Int64?])
    func cancelWaiting(delay: Int64?) throws {
        let test = try TestQueue()
        let id = try test.insert(after: delay)
        #expect(try cancel(id, in: test) == .done(.cancelled))
        let job = try test.job(id)
        #expect(job.state == .cancelled && job.reason == "by hand" && job.finishedAt == test.clock.now)
        test.clock.advance(by: 1000)
        #expect(try test.claim(by: try test.worker()).isEmpty)
    }

    @Test("a running or finished job is not cancelled")
    func cancelRefused() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let claim = try test.claimOne(by: try test.worker())
        #expect(try cancel(id, in: test) == .refused(.running))
        #expect(try test.finish(claim, .completed()) == .finished(.completed))
        #expect(try cancel(id, in: test) == .refused(.completed))
        #expect(try test.job(id).state == .completed)
    }

    @Test("a job that does not exist is reported")
    func noSuchJob() throws {
        let test = try TestQueue()
        #expect(try retry(7, in: test) == .noSuchJob)
        #expect(try cancel(7, in: test) == .noSuchJob)
    }
}
