import JobQueue
import SQLite
import Testing

@Suite("Rescheduling")
struct ReschedulingTests {
    private func write<T>(_ test: TestQueue, _ body: (JobQueue, Connection) throws -> T) throws -> T {
        try test.queue.database.write { try body(test.queue, $0) }
    }

    @Test("a scheduled job can be made due, and keeps its attempts and its reason")
    func makeDue() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker()
        _ = try test.finish(try test.claimOne(by: worker), .retry(error: "broken", delay: 60_000))
        test.clock.advance(by: 10)
        #expect(try write(test) { try $0.makeDue(id, in: $1) })
        let job = try test.job(id)
        #expect(job.state == .available && job.scheduledAt == test.clock.now)
        #expect(job.attempt == 1 && job.maxAttempts == 20 && job.reason == "broken")
        #expect(try test.claimOne(by: worker).job.id == id)
    }

    @Test("a job that is not scheduled stays as it is")
    func makeDueRefused() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let before = try test.job(id)
        test.clock.advance(by: 10)
        #expect(try write(test) { try !$0.makeDue(id, in: $1) })
        #expect(try test.job(id) == before)
        #expect(try write(test) { try !$0.makeDue(77, in: $1) })
    }

    @Test("all scheduled jobs of a kind can be made due")
    func makeKindDue() throws {
        let test = try TestQueue()
        let due = [try test.insert(after: 1_000), try test.insert(queue: "other", after: 2_000)]
        let others = [try test.insert("play", after: 1_000), try test.insert()]
        let before = try others.map(test.job)
        #expect(try write(test) { try $0.makeDue(kind: "work", in: $1) } == 2)
        #expect(try due.allSatisfy { try test.job($0).state == .available })
        #expect(try others.map(test.job) == before)
    }

    @Test("a moved job is claimed only from its new queue")
    func move() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let inserted = test.clock.now
        test.clock.advance(by: 10)
        #expect(try write(test) { try $0.move(id, to: "other", in: $1) })
        let worker = try test.worker()
        #expect(try test.claim(by: worker).isEmpty)
        let claim = try test.queue.claim([QueueSpec("other")], worker: worker, limit: 1).claims.first
        #expect(claim?.job.id == id && claim?.job.insertedAt == inserted)
    }

    @Test("a running job that is moved returns in its new queue")
    func moveRunning() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let claim = try test.claimOne(by: try test.worker())
        #expect(try write(test) { try $0.move(id, to: "other", in: $1) })
        #expect(try test.finish(claim, .giveBack()) == .finished(.available))
        #expect(try test.job(id).queue == "other")
    }

    @Test(
        "a job that is inserted again in another queue is as old there as a new one",
        arguments: [nil, 5_000])
    func reinsert(delay: Int64?) throws {
        let test = try TestQueue()
        let id = try test.insert(after: delay)
        test.clock.advance(by: 10)
        #expect(try write(test) { try $0.reinsert(id, into: "other", in: $1) })
        let job = try test.job(id)
        #expect(job.queue == "other" && job.state == .available)
        #expect(job.insertedAt == test.clock.now && job.scheduledAt == test.clock.now)
    }

    @Test("a running job that is inserted again continues")
    func reinsertRunning() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let claim = try test.claimOne(by: try test.worker())
        #expect(try write(test) { try $0.reinsert(id, into: "other", in: $1) })
        #expect(try test.job(id).state == .running)
        #expect(try test.finish(claim, .completed()) == .finished(.completed))
    }

    @Test("a finished job stays where it is")
    func finished() throws {
        let test = try TestQueue()
        let id = try test.insert()
        _ = try test.finish(try test.claimOne(by: try test.worker()), .completed())
        let before = try test.job(id)
        #expect(try write(test) { try !$0.move(id, to: "other", in: $1) })
        #expect(try write(test) { try !$0.reinsert(id, into: "other", in: $1) })
        #expect(try test.job(id) == before)
    }

    @Test("jobs of a queue that were not started are cancelled at once, and no others")
    func cancelUnclaimed() throws {
        let test = try TestQueue()
        let running = try test.insert()
        _ = try test.claimOne(by: try test.worker())
        let cancelled = [try test.insert(), try test.insert(after: 1_000)]
        let other = try test.insert(queue: "other")
        #expect(try write(test) { try $0.cancelUnclaimed(in: "default", reason: "closed", in: $1) } == 2)
        for id in cancelled {
            let job = try test.job(id)
            #expect(job.state == .cancelled && job.reason == "closed" && job.finishedAt == test.clock.now)
        }
        #expect(try test.job(running).state == .running && test.job(other).state == .available)
    }
}
