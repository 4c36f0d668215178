import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("Claim", .ownThread)
struct ClaimTests {
    @Test("jobs are claimed by priority, then by time, then by id")
    func order() throws {
        let test = try TestQueue()
        let late = try test.insert(after: -10)
        let early = try test.insert(after: -20)
        let alsoEarly = try test.insert(after: -20)
        let unimportant = try test.insert(priority: 1, after: -100)
        let urgent = try test.insert(priority: -1)
        let worker = try test.worker()
        // The first claim shows the order in which jobs are claimed. The second one shows the order of the jobs in one
        // result.
        let first = try test.claimOne(by: worker)
        let rest = try test.claim(by: worker, limit: 10)
        #expect(first.job.id == urgent)
        #expect(rest.map(\.job.id) == [early, alsoEarly, late, unimportant])
    }

    @Test("a claim counts the attempt, and stores the worker and the start time")
    func attemptIsCountedAtClaim() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker()
        let claim = try test.claimOne(by: worker)
        #expect(claim.job.id == id && claim.attempt == 1 && claim.worker == worker.id)
        let job = try test.job(id)
        #expect(job.state == .running && job.attempt == 1 && job.worker == worker.id)
        let attempts = try test.attempts(of: id)
        #expect(attempts.count == 1)
        #expect(attempts.first?.attempt == 1 && attempts.first?.worker == worker.id)
        #expect(attempts.first?.startedAt == test.clock.now)
        #expect(attempts.first?.outcome == nil && attempts.first?.endedAt == nil)
    }

    @Test("a claim registers its worker, so that its jobs are never taken for an orphan's")
    func claimRegisters() throws {
        let test = try TestQueue()
        try test.insert()
        let worker = try test.worker(concurrency: 3)
        _ = try test.claimOne(by: worker)
        let workers = try test.queue.database.read { try test.queue.workers(on: $0) }
        #expect(workers.map(\.id) == [worker.id])
        #expect(workers.first?.concurrency == 3 && workers.first?.isDead == false)
    }

    @Test("a scheduled job is claimed when it is due and not a millisecond before")
    func scheduled() throws {
        let test = try TestQueue()
        let id = try test.insert(after: 500)
        let worker = try test.worker()
        #expect(try test.job(id).state == .scheduled)
        test.clock.advance(by: 499)
        let before = try test.queue.claim([QueueSpec("default")], worker: worker, limit: 1)
        #expect(before.claims.isEmpty && before.nextLook == 1)
        test.clock.advance(by: 1)
        #expect(try test.claim(by: worker).map(\.job.id) == [id])
    }

    @Test("an empty claim reports no later job and starts no write")
    func emptyLook() throws {
        let test = try TestQueue()
        try test.insert(queue: "another")
        let worker = try test.worker()
        let other = try test.anotherHandle()
        let version = try other.database.dataVersion()
        let result = try test.queue.claim([QueueSpec("default")], worker: worker, limit: 1)
        #expect(result.claims.isEmpty && result.nextLook == nil && !result.waitsForBudget)
        #expect(try other.database.dataVersion() == version)
    }

    @Test("no more jobs are claimed than asked for, and the rest is reported as available now")
    func limit() throws {
        let test = try TestQueue()
        for _ in 0..<5 { try test.insert() }
        let worker = try test.worker()
        let result = try test.queue.claim([QueueSpec("default")], worker: worker, limit: 3)
        #expect(result.claims.count == 3 && result.nextLook == 0)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'available'") == 2)
        #expect(try test.claim(by: worker, limit: 0).isEmpty)
        #expect(try test.claim(by: worker, limit: 3).count == 2)
    }

    @Test("queues are served in the order given, and the limit holds for all of them together")
    func severalQueues() throws {
        let test = try TestQueue()
        let slow = try test.insert(queue: "slow", priority: -5)
        let quick = try test.insert(queue: "quick")
        try test.insert(queue: "foreign")
        let worker = try test.worker()
        let queues = [QueueSpec("quick"), QueueSpec("slow")]
        #expect(try test.queue.claim(queues, worker: worker, limit: 1).claims.map(\.job.id) == [quick])
        #expect(try test.queue.claim(queues, worker: worker, limit: 9).claims.map(\.job.id) == [slow])
    }

    @Test("eight threads that claim at once get every job exactly once")
    func neverTwice() throws {
        let test = try TestQueue()
        let jobs = 200
        try test.queue.database.write { connection in
            for _ in 0..<jobs { try test.queue.insert(NewJob(kind: "work", queue: "default"), in: connection) }
        }
        let handles = try (0..<8).map { _ in (queue: try test.anotherHandle(), worker: try test.worker()) }
        let claimed = Monitor<(ids: [Int64], failures: [String], ended: Int)>(([], [], 0))
        for handle in handles {
            BackgroundThread.start {
                do {
                    while true {
                        let claims = try handle.queue.claim([QueueSpec("default")], worker: handle.worker, limit: 3)
                        if claims.claims.isEmpty { break }
                        claimed.withLock { $0.ids += claims.claims.map(\.job.id) }
                    }
                } catch {
                    claimed.withLock { $0.failures.append("\(error)") }
                }
                claimed.withLock { $0.ended += 1 }
            }
        }
        let result = try claimed.wait(for: "the end of 8 threads") { $0.ended == 8 ? $0 : nil }
        #expect(result.failures == [])
        #expect(result.ids.count == jobs)
        #expect(Set(result.ids).count == jobs)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'running' AND attempt = 1") == jobs)
    }

    @Test("a claim holds until it is finished, and not for another worker's claim")
    func holds() throws {
        let test = try TestQueue()
        try test.insert()
        let worker = try test.worker()
        let claim = try test.claimOne(by: worker)
        #expect(try test.queue.database.read { try test.queue.holds(claim, on: $0) })
        _ = try test.finish(claim, .giveBack())
        #expect(try test.queue.database.read { try !test.queue.holds(claim, on: $0) })
        let second = try test.claimOne(by: worker)
        #expect(try test.queue.database.read { try !test.queue.holds(claim, on: $0) })
        #expect(try test.queue.database.read { try test.queue.holds(second, on: $0) })
    }
}
