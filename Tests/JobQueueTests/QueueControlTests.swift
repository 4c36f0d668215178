import SQLite
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

@Suite("Pausing and limiting a queue", .ownThread)
struct QueueControlTests {
    private func pause(_ test: TestQueue, _ queue: String = "default") throws {
        try test.queue.database.write {
            try test.queue.pause(queue, by: "Anna", reason: "the kitchen moves", in: $0)
        }
    }

    private func controls(_ test: TestQueue) throws -> [QueueControl] {
        try test.queue.database.read { try test.queue.controls(on: $0) }
    }

    @Test("no job of a paused queue is claimed until it is resumed, and the pause names its author and reason")
    func paused() throws {
        let test = try TestQueue()
        try test.insert()
        try pause(test)
        let pause = QueuePause(since: test.clock.now, by: "Anna", reason: "the kitchen moves")
        #expect(try controls(test) == [QueueControl(queue: "default", pause: pause, concurrency: nil)])
        let worker = try test.worker()
        let result = try test.queue.claim([QueueSpec("default")], worker: worker, limit: 5)
        #expect(result.claims.isEmpty && result.nextLook == nil && !result.waitsForBudget)
        // The pause also applies to another process, such as one after a restart.
        let other = try test.anotherHandle()
        #expect(try other.claim([QueueSpec("default")], worker: worker, limit: 5).claims.isEmpty)
        #expect(try test.queue.database.write { try test.queue.resume("default", in: $0) })
        #expect(try !test.queue.database.write { try test.queue.resume("default", in: $0) })
        #expect(try test.claim(by: worker).count == 1)
        #expect(try controls(test).map(\.pause) == [nil])
    }

    @Test("a pause affects neither other queues nor running jobs")
    func othersGoOn() throws {
        let test = try TestQueue()
        try test.insert()
        let worker = try test.worker()
        let running = try test.claimOne(by: worker)
        try test.insert()
        let other = try test.insert(queue: "other")
        try pause(test)
        let queues = [QueueSpec("default"), QueueSpec("other")]
        #expect(try test.queue.claim(queues, worker: worker, limit: 5).claims.map(\.job.id) == [other])
        #expect(try test.finish(running, .completed()) == .finished(.completed))
    }

    @Test("a drain does not wait for a paused queue, and a running worker continues with a resumed one")
    func drainAndResume() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        try pause(test)
        let drain = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await drain.run(.drain)
        #expect(try test.job(id).state == .available)
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForIdle(times: 2)
            _ = try test.queue.database.write { try test.queue.resume("default", in: $0) }
            test.queue.doorbell.ring()
            try await worker.waitForFinished(1)
        }
    }

    @Test("no more jobs of a queue run at once than its limit, in all workers together", arguments: [true, false])
    func limit(isStored: Bool) throws {
        let test = try TestQueue()
        for _ in 0..<6 { try test.insert() }
        if isStored { try test.queue.database.write { try test.queue.limit("default", to: 3, in: $0) } }
        let queue = QueueSpec("default", concurrency: isStored ? 5 : 3)
        let first = try test.worker()
        let second = try test.worker()
        let two = try test.queue.claim([queue], worker: first, limit: 2).claims
        let other = try test.anotherHandle()
        #expect(try other.claim([queue], worker: second, limit: 5).claims.count == 1)
        let full = try other.claim([queue], worker: second, limit: 5)
        // A drain also waits for a job that waits for a free place.
        #expect(full.claims.isEmpty && full.nextLook != 0 && full.nextLook != nil && full.waitsForBudget)
        _ = try test.finish(try #require(two.first), .completed())
        #expect(try other.claim([queue], worker: second, limit: 5).claims.count == 1)
    }

    @Test("two workers share a limit of one, and the end of one's job starts the other's")
    func limitOfOne() async throws {
        let test = try TestQueue()
        try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 12))
        let running = Mutex((now: 0, most: 0))
        let workers = try (0..<2).map { _ in
            try TestWorker(
                test, on: try test.anotherHandle(clock: .system), plan: { [QueueSpec("default", concurrency: 1)] },
                ClosureHandler { _ in
                    running.withLock { running in
                        running.now += 1
                        running.most = max(running.most, running.now)
                    }
                    await Task.yield()
                    running.withLock { $0.now -= 1 }
                    return .completed()
                })
        }
        let tasks = workers.map { worker in Task { try await worker.run(.drain) } }
        for (worker, task) in zip(workers, tasks) { try await worker.end(of: task) }
        #expect(running.withLock { $0.most } == 1)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'") == 12)
    }
}
