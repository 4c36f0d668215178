import Glibc
import SQLite
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

@Suite("Worker", .ownThread)
struct WorkerTests {
    private struct Broken: Error, CustomStringConvertible {
        let description = "it is broken"
    }

    @Test("a drain runs all available jobs, each by the handler of its kind, and ends")
    func drain() async throws {
        let test = try TestQueue()
        let ids = try ["a", "b", "a", "b", "a"].map { try test.insert($0) }
        let worker = try TestWorker(
            test, ClosureHandler(KindA.self) { _ in .completed(note: "by a") },
            ClosureHandler(KindB.self) { _ in .cancel(reason: "by b") })
        try await worker.run(.drain)
        let states = try ids.map { try test.job($0).state }
        #expect(states == [.completed, .cancelled, .completed, .cancelled, .completed])
        #expect(
            try ids.map { try test.attempts(of: $0).map(\.error) } == [
                ["by a"], ["by b"], ["by a"], ["by b"], ["by a"],
            ])
    }

    @Test("a drain of an empty queue ends at once")
    func emptyDrain() async throws {
        let test = try TestQueue()
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.run(.drain)
        #expect(try test.count("SELECT count(*) FROM jobs") == 0)
        #expect(worker.results.isEmpty)
    }

    @Test("a drain runs the jobs that its jobs insert, and does not wait for scheduled ones")
    func drainWithLater() async throws {
        let test = try TestQueue()
        try test.insert("a")
        let later = try test.insert("b", after: 60_000)
        let worker = try TestWorker(
            test,
            ClosureHandler(KindA.self) { _ in
                try test.insert("b")
                return .completed()
            },
            ClosureHandler(KindB.self) { _ in .completed() })
        try await worker.run(.drain)
        #expect(worker.results.count == 2)
        #expect(try test.job(later).state == .scheduled)
    }

    @Test("a drain does not miss a job that is inserted at the very end of its last job")
    func drainToTheEnd() async throws {
        let test = try TestQueue()
        let queue = test.queue
        let gate = Gate()
        let worker = Mutex<Worker?>(nil)
        let isArmed = Atomic(false)
        let finished = Atomic(0)
        try test.insert()
        let made = try Worker(
            queue: queue,
            handlers: [
                ClosureHandler { claim in
                    if claim.job.id == 1 {
                        isArmed.store(true, ordering: .releasing)
                        queue.doorbell.ring()
                        try await gate.pass()
                    }
                    return .completed()
                }
            ],
            configuration: Worker.Configuration(concurrency: 1) {
                // The worker has no free slot and is looking at the queues. Now its job ends, and so does the slot. If
                // other tests occupy the threads for longer than this loop waits, the job ends at another time.
                if isArmed.exchange(false, ordering: .acquiringAndReleasing) {
                    gate.open()
                    for _ in 0..<10_000 where worker.withLock({ $0?.running }) != 0 { usleep(100) }
                }
                return [QueueSpec("default")]
            },
            report: { event in
                // The result is stored. The slot has found no next job, but it has not ended yet.
                guard case .finished = event, finished.add(1, ordering: .relaxed).newValue == 1 else { return }
                _ = try? queue.insert(NewJob(kind: "work", queue: "default"))
            })
        worker.withLock { $0 = made }
        try await made.run(.drain)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'") == 2)
    }

    @Test("a drain waits for a budget of its jobs, exactly as long as needed")
    func drainWaitsForBudget() async throws {
        let test = try TestQueue()
        try test.queue.setBudget("calls", windows: [BudgetWindow(milliseconds: 1000, allowance: 1)], margin: 0)
        try test.insert()
        try test.insert()
        let started = test.clock.now
        // With this clock, time passes only once, during the worker's sleep. So no other look happens in between.
        let hasPassed = Mutex(false)
        var clock = test.clock.clock()
        let otherSleep = clock.sleep
        clock.sleep = { milliseconds in
            guard milliseconds == 1000 else { return try await otherSleep(milliseconds) }
            let isFirst = hasPassed.withLock { hasPassed in
                defer { hasPassed = true }
                return !hasPassed
            }
            if isFirst { test.clock.advance(by: milliseconds) }
        }
        let worker = try TestWorker(
            test, on: try test.anotherHandle(clock: clock), plan: { [QueueSpec("default", budgets: ["calls"])] },
            ClosureHandler { claim in
                try test.queue.database.write { try test.queue.spend(claim, in: $0) }
                return .completed(note: "\(test.clock.now - started)")
            })
        try await worker.run(.drain)
        #expect(try [1, 2].flatMap { try test.attempts(of: $0).map(\.error) } == ["0", "1000"])
    }

    @Test("a drain does not wait for the budget of a queue that holds up no drain")
    func drainPassesBackground() async throws {
        let test = try TestQueue()
        try test.queue.setBudget("calls", windows: [BudgetWindow(milliseconds: 1000, allowance: 0)], margin: 0)
        let id = try test.insert()
        let worker = try TestWorker(
            test, plan: { [QueueSpec("default", budgets: ["calls"], holdsDrain: false)] },
            ClosureHandler { _ in .completed() })
        try await worker.run(.drain)
        #expect(try test.job(id).state == .available)
    }

    @Test("once runs one job and ends, and ends at once if there is none")
    func once() async throws {
        let test = try TestQueue()
        try test.insert()
        try test.insert()
        for expected in [1, 2, 2] {
            let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
            try await worker.run(.once)
            #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'") == expected)
        }
    }

    @Test("an error of a handler is stored, and the job is retried after its backoff")
    func throwingHandler() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try TestWorker(test, ClosureHandler(backoff: .constant(77)) { _ in throw Broken() })
        try await worker.run(.drain)
        let job = try test.job(id)
        #expect(job.state == .scheduled && job.scheduledAt == test.clock.now + 77 && job.reason == "it is broken")
        #expect(try test.attempts(of: id).map(\.outcome) == [.retried])
    }

    @Test("a job of an unknown kind waits for another worker and spends no attempt")
    func unknownKind() async throws {
        let test = try TestQueue()
        let id = try test.insert("unknown", maxAttempts: 1)
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.run(.drain)
        let job = try test.job(id)
        #expect(job.state == .scheduled && job.scheduledAt == test.clock.now + 60_000)
        #expect(job.attempt == 1 && job.maxAttempts == 2)
        #expect(job.reason?.contains("unknown") == true)
        #expect(try test.queue.database.read { try test.queue.unknownKinds(on: $0) } == ["unknown": 1])
    }

    @Test("a job that was lost with its worker too often is given up without running")
    func lostTooOften() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        try test.queue.database.write { _ = try $0.run("UPDATE jobs SET lost_attempts = 3") }
        let gaveUp = Mutex<[String]>([])
        let worker = try TestWorker(
            test, maxLostAttempts: 3,
            ClosureHandler(onGaveUp: { _, error, _ in gaveUp.withLock { $0.append(error) } }) { _ in
                Issue.record("the job was run")
                return .completed()
            })
        try await worker.run(.drain)
        #expect(try test.job(id).state == .discarded)
        #expect(gaveUp.withLock { $0 }.count == 1)
    }

    @Test("after the last attempt the handler is called in the transaction that discards the job")
    func gaveUp() async throws {
        let test = try TestQueue()
        let id = try test.insert(maxAttempts: 2)
        let worker = try TestWorker(
            test,
            ClosureHandler(
                backoff: .constant(0),
                onGaveUp: { claim, error, connection in
                    // What is written here is stored in the transaction that discards the job.
                    let state = try connection.scalar(
                        "SELECT state FROM jobs WHERE id = ?", claim.job.id, as: String.self)
                    try test.queue.insert(
                        NewJob(kind: "alarm", queue: "alarms", args: "\(state ?? "") \(error)"), in: connection)
                }
            ) { _ in throw Broken() })
        try await worker.run(.drain)
        #expect(try test.job(id).state == .discarded)
        #expect(try test.attempts(of: id).map(\.outcome) == [.retried, .discarded])
        let alarms = try test.queue.database.read { try test.queue.jobs(JobFilter(kind: "alarm"), limit: 9, on: $0) }
        #expect(alarms.map(\.args) == ["discarded it is broken"])
        #expect(worker.log.all.contains { if case .gaveUp(_, "it is broken") = $0 { true } else { false } })
    }

    @Test("a handler that discards its job itself is not called")
    func discardedByHandler() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try TestWorker(
            test, ClosureHandler(onGaveUp: { _, _, _ in Issue.record("told") }) { _ in .discard(error: "bad") })
        try await worker.run(.drain)
        #expect(try test.job(id).state == .discarded)
    }

    @Test("a result that cannot be stored yet is stored later, and the job does not run again")
    func storedLater() async throws {
        let test = try TestQueue()
        let id = try test.insert(maxAttempts: 1)
        let calls = Mutex((performed: 0, gaveUp: 0))
        let worker = try TestWorker(
            test,
            ClosureHandler(
                onGaveUp: { _, _, _ in
                    let isFirst = calls.withLock { calls in
                        calls.gaveUp += 1
                        return calls.gaveUp == 1
                    }
                    if isFirst { throw Broken() }
                }
            ) { _ in
                calls.withLock { $0.performed += 1 }
                throw Broken()
            })
        let task = Task { try await worker.run(.drain) }
        try await worker.waitForTrouble()
        #expect(try test.job(id).state == .running)
        try await test.clock.advance(by: 50, until: "the end of the job", look: worker.results.count) { $0 > 0 }
        try await worker.end(of: task)
        #expect(try test.job(id).state == .discarded)
        #expect(calls.withLock { $0.performed } == 1)
        #expect(calls.withLock { $0.gaveUp } == 2)
    }

    @Test("no more jobs run at once than the worker's concurrency")
    func concurrency() async throws {
        let test = try TestQueue()
        for _ in 0..<12 { try test.insert() }
        let running = Mutex((now: 0, most: 0))
        let reached = Gate()
        let worker = try TestWorker(
            test, concurrency: 3,
            ClosureHandler { _ in
                let now = running.withLock { running in
                    running.now += 1
                    running.most = max(running.most, running.now)
                    return running.now
                }
                if now == 3 { reached.open() }
                // No job continues until all three jobs have reached this point.
                try await reached.pass()
                running.withLock { $0.now -= 1 }
                return .completed()
            })
        try await worker.run(.drain)
        #expect(running.withLock { $0.most } == 3)
        #expect(worker.results.count == 12)
    }
}
