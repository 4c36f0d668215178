import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("Many workers", .ownThread)
struct HerdTests {
    @Test("one job wakes many workers: one of them writes, the others only look")
    func oneJob() async throws {
        let test = try TestQueue()
        let workers = try (0..<6).map { _ in
            try TestWorker(test, on: try test.anotherHandle(clock: .system), ClosureHandler { _ in .completed() })
        }
        let tasks = workers.map { worker in Task { try await worker.run(.serve) } }
        for worker in workers { try await worker.waitForIdle() }
        let before = workers.map(\.handle.database.begunWrites)
        let idles = workers.map(\.idles)
        try test.insert()
        // All workers have been woken and are idle again.
        for (worker, idle) in zip(workers, idles) { try await worker.waitForIdle(times: idle + 1) }
        try await waitForFinished(1, of: workers)
        let writes = zip(workers, before).map { $0.handle.database.begunWrites - $1 }
        // One worker has written twice: once for the claim and once for the end of the job.
        #expect(writes.sorted() == [0, 0, 0, 0, 0, 2], "\(writes)")
        for worker in workers { worker.worker.stop() }
        for (worker, task) in zip(workers, tasks) { try await worker.end(of: task) }
    }

    @Test("many workers share many jobs, each job runs once, and no worker sleeps while jobs wait")
    func manyJobs() async throws {
        let test = try TestQueue()
        let workers = try (0..<4).map { _ in
            try TestWorker(test, on: try test.anotherHandle(clock: .system), ClosureHandler { _ in .completed() })
        }
        let tasks = workers.map { worker in Task { try await worker.run(.serve) } }
        for worker in workers { try await worker.waitForIdle() }
        for _ in 0..<10 {
            try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 20))
        }
        try await waitForFinished(200, of: workers)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed' AND attempt = 1") == 200)
        for worker in workers { worker.worker.stop() }
        for (worker, task) in zip(workers, tasks) { try await worker.end(of: task) }
    }

    private func waitForFinished(_ count: Int, of workers: [TestWorker]) async throws {
        try eventually("\(count) finished jobs", look: workers.map(\.results.count).reduce(0, +)) { $0 >= count }
    }
}
