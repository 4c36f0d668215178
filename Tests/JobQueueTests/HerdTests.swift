import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("Many workers", .timeLimit(.minutes(10)))
struct HerdTests {
    @Test("one job wakes many workers: one of them writes, the others only look")
    func oneJob() async throws {
        let test = try TestQueue()
        let workers = try (0..<6).map { _ in
            try TestWorker(test, on: try test.anotherHandle(clock: .system), ClosureHandler { _ in .completed() })
        }
        let tasks = workers.map { worker in Task { try await worker.run(.serve) } }
        for worker in workers { try #require(await worker.waitForIdle()) }
        let before = workers.map(\.handle.database.begunWrites)
        let idles = workers.map(\.idles)
        try test.insert()
        // All have been woken and are idle again.
        for (worker, idle) in zip(workers, idles) { try #require(await worker.waitForIdle(times: idle + 1)) }
        try #require(await finished(1, of: workers))
        let writes = zip(workers, before).map { $0.handle.database.begunWrites - $1 }
        // The claim, and the end of the job.
        #expect(writes.sorted() == [0, 0, 0, 0, 0, 2], "\(writes)")
        for worker in workers { worker.worker.stop() }
        for task in tasks { try await task.value }
    }

    @Test("many workers share many jobs, each job runs once, and no worker sleeps while jobs wait")
    func manyJobs() async throws {
        let test = try TestQueue()
        let workers = try (0..<4).map { _ in
            try TestWorker(test, on: try test.anotherHandle(clock: .system), ClosureHandler { _ in .completed() })
        }
        let tasks = workers.map { worker in Task { try await worker.run(.serve) } }
        for worker in workers { try #require(await worker.waitForIdle()) }
        for _ in 0..<10 {
            try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 20))
        }
        try #require(await finished(200, of: workers))
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed' AND attempt = 1") == 200)
        for worker in workers { worker.worker.stop() }
        for task in tasks { try await task.value }
    }

    private func finished(_ count: Int, of workers: [TestWorker]) async -> Bool {
        while workers.reduce(0, { $0 + $1.results.count }) < count {
            if Task.isCancelled { return false }
            await Task.yield()
        }
        return true
    }
}
