import JobQueue
import SQLite
import Synchronization
import TestSupport
import Testing

@Suite("Stopping a worker", .ownThread)
struct WorkerStopTests {
    @Test("a stopped worker finishes what runs and claims nothing new")
    func stop() async throws {
        let test = try TestQueue()
        let first = try test.insert()
        let gate = Gate()
        let worker = try TestWorker(
            test, concurrency: 1,
            ClosureHandler { _ in
                try await gate.pass()
                return .completed()
            })
        let task = Task { try await worker.run(.serve) }
        try await worker.waitForClaims(1)
        let second = try test.insert()
        worker.worker.stop()
        gate.open()
        try await worker.end(of: task)
        #expect(try test.job(first).state == .completed)
        #expect(try test.job(second).state == .available)
        #expect(try test.count("SELECT count(*) FROM workers") == 0)
        #expect(!Files.exists(test.lockFile(of: worker.worker.identity)))
    }

    @Test("a worker whose jobs are cancelled gives them back unspent")
    func cancelRunning() async throws {
        let test = try TestQueue()
        let ids = [try test.insert(maxAttempts: 1), try test.insert(maxAttempts: 1)]
        let gate = Gate()
        let worker = try TestWorker(
            test,
            ClosureHandler { _ in
                try await gate.pass()
                return .completed()
            })
        let task = Task { try await worker.run(.serve) }
        try await worker.waitForClaims(2)
        worker.worker.cancelRunning()
        try await worker.end(of: task)
        for id in ids {
            let job = try test.job(id)
            #expect(job.state == .available && job.maxAttempts == 2 && job.reason == "the worker was stopped")
            #expect(try test.attempts(of: id).map(\.outcome) == [.givenBack])
        }
    }

    @Test("jobs that are being claimed when a worker is cancelled are cancelled too")
    func cancelWhileClaiming() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        let gate = Gate()
        let asked = Mutex<Worker?>(nil)
        let worker = try TestWorker(
            test,
            plan: {
                // The worker asks for the plan right before the claim, when no job is running yet.
                asked.withLock { $0 }?.cancelRunning()
                return [QueueSpec("default")]
            },
            ClosureHandler { _ in
                try await gate.pass()
                return .completed()
            })
        asked.withLock { $0 = worker.worker }
        try await worker.run(.serve)
        asked.withLock { $0 = nil }
        #expect(try test.job(id).state == .available)
    }

    @Test("a worker that is stopped before it runs does nothing")
    func stoppedBefore() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        worker.worker.stop()
        worker.worker.stop()
        try await worker.run(.serve)
        #expect(try test.job(id).state == .available)
        #expect(worker.log.all.filter { if case .stopping = $0 { true } else { false } }.count == 1)
    }

    @Test("a worker is registered while it runs, with its concurrency, and not afterwards")
    func registered() async throws {
        let test = try TestQueue()
        let worker = try TestWorker(test, concurrency: 7, ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForIdle()
            let workers = try test.queue.database.read { try test.queue.workers(on: $0) }
            #expect(workers.map(\.concurrency) == [7] && workers.map(\.isDead) == [false])
            #expect(workers.map(\.id) == [worker.worker.identity.id])
        }
        #expect(try test.count("SELECT count(*) FROM workers") == 0)
    }
}
