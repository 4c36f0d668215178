import Glibc
import JobQueue
import SQLite
import Synchronization
import TestSupport
import Testing

/// The clocks do not move in these tests, so a worker notices something only if it is woken.
@Suite("Waking a worker", .ownThread)
struct WorkerWakeTests {
    @Test("the doorbell alone wakes a worker for a job that another process inserts")
    func doorbell() async throws {
        let test = try TestQueue()
        let other = try test.anotherHandle()
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.serving {
            // The worker becomes idle after its first look, and again after the first ring of its watch.
            try await worker.waitForIdle(times: 2)
            for count in 1...3 {
                try other.insert(NewJob(kind: "work", queue: "default"))
                try await worker.waitForFinished(count)
            }
        }
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'") == 3)
    }

    @Test("a worker notices a job that the sqlite3 shell inserts without ringing")
    func shell() async throws {
        let test = try TestQueue()
        let worker = try TestWorker(test, lookInterval: 5, ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForIdle(times: 2)
            let sql = """
                INSERT INTO jobs (kind, queue, scheduled_at, inserted_at)
                VALUES ('work', 'default', \(test.clock.now), \(test.clock.now))
                """
            let result = try run("sqlite3", [test.path, ".timeout 5000", sql])
            #expect(result.status == .exited(0) && result.stderr == "")
            try await worker.waitForFinished(1)
        }
        #expect(try test.job(1).state == .completed)
    }

    @Test("a worker does not miss a job that is inserted while it starts")
    func whileStarting() async throws {
        let test = try TestQueue()
        let other = try test.anotherHandle()
        for _ in 1...20 {
            let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
            try await worker.serving {
                // The job is inserted right after the worker's first look. At that time, the watch may or may not have
                // started.
                try await worker.waitForIdle()
                try other.insert(NewJob(kind: "work", queue: "default"))
                try await worker.waitForFinished(1)
            }
        }
    }

    @Test("a worker notices the end of another worker's process, and runs its jobs, without polling in between")
    func noticesDeath() async throws {
        let test = try TestQueue()
        try test.insert()
        let other = try test.worker()
        _ = try test.claimOne(by: other)
        other.retire()
        let process = try RunningProgram(
            "sh", ["-c", #"exec 9>"$0"; flock 9 && echo held; exec sleep 600"#, test.lockFile(of: other)])
        _ = try process.line(containing: "held")
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForIdle(times: 2)
            process.send(SIGKILL)
            try await worker.waitForFinished(1)
        }
        #expect(try process.finish() == .signalled(SIGKILL))
        #expect(try test.job(1).state == .completed && test.attempts(of: 1).map(\.outcome) == [.lost, .completed])
    }

    @Test("a worker takes the jobs of a dead worker at once when it starts")
    func rescues() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        let dead = try test.worker()
        _ = try test.claimOne(by: dead)
        dead.retire()
        Files.write([], to: test.lockFile(of: dead))
        let worker = try TestWorker(test, ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForFinished(1)
        }
        #expect(try test.attempts(of: id).map(\.outcome) == [.lost, .completed])
        #expect(
            worker.log.all.contains {
                if case .rescued(let report) = $0 { report.workers == [dead.id: .dead] } else { false }
            })
    }

    @Test("a chore runs before the first claim and again after its interval, and its jobs run at once")
    func chore() async throws {
        let test = try TestQueue()
        let rounds = Mutex(0)
        let chore = Worker.Chore("sweep", every: 10) {
            let round = rounds.withLock { rounds in
                rounds += 1
                return rounds
            }
            guard round == 1 || round == 3 else { return false }
            // Do not ring the doorbell, because the chore's result alone must wake the worker.
            try test.queue.database.write {
                _ = try test.queue.insert(NewJob(kind: "work", queue: "default"), in: $0)
            }
            return true
        }
        let worker = try TestWorker(test, chores: [chore], ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForFinished(1)
            try await test.clock.advance(by: 10, until: "3 rounds", look: rounds.withLock { $0 }) { $0 >= 3 }
            try await worker.waitForFinished(2)
        }
    }

    @Test("an error of the queues is reported, and the worker continues when it is over")
    func trouble() async throws {
        struct Unreadable: Error {}
        let test = try TestQueue()
        try test.insert()
        let looks = Mutex(0)
        let worker = try TestWorker(
            test,
            plan: {
                let look = looks.withLock { looks in
                    looks += 1
                    return looks
                }
                if look == 1 { throw Unreadable() }
                return [QueueSpec("default")]
            }, ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForFinished(1)
        }
        #expect(worker.log.all.contains { if case .trouble = $0 { true } else { false } })
    }

    @Test("a worker with the machine's own clock runs jobs that become due while it waits")
    func systemClock() async throws {
        let test = try TestQueue()
        let queue = try test.anotherHandle(clock: .system)
        let worker = try TestWorker(test, on: queue, ClosureHandler { _ in .completed() })
        let due = QueueClock.system.now() + 20
        let id = try queue.insert(NewJob(kind: "work", queue: "default", scheduledAt: due)).id
        try await worker.serving {
            try await worker.waitForFinished(1)
        }
        let attempt = try #require(try test.attempts(of: id).first)
        #expect(attempt.startedAt >= due)
    }
}
