import Glibc
import SQLite
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

/// These tests check the number of commits and the order of events. The benchmark measures durations.
@Suite("Group commit", .ownThread)
struct GroupCommitTests {
    private struct Broken: Error {}

    /// Runs `body` while another writer holds the database, so that all writes in `body` share one commit.
    private func duringAnotherWrite(_ test: TestQueue, _ body: () throws -> Void) throws {
        let entered = Monitor(false)
        let isOver = Monitor(false)
        let ended = Monitor(false)
        BackgroundThread.start {
            try? test.queue.database.write { _ in
                entered.withLock { $0 = true }
                try isOver.wait(for: "the others' arrival") { $0 }
            }
            ended.withLock { $0 = true }
        }
        try entered.wait(for: "the writer that holds the database") { $0 }
        try body()
        isOver.withLock { $0 = true }
        try ended.wait(for: "the end of the writer that holds the database") { $0 }
    }

    private func waitForWaiting(_ count: Int, in commits: GroupCommit) throws {
        try eventually("\(count) that wait for a commit", look: commits.waiting) { $0 >= count }
    }

    @Test("threads that insert during a commit share the next one")
    func insertsShare() throws {
        let test = try TestQueue()
        let before = test.queue.database.commits
        let results = Monitor<[Result<Insertion, any Error>]>([])
        try duringAnotherWrite(test) {
            for _ in 0..<8 {
                BackgroundThread.start {
                    let result = Result { try test.queue.insert(NewJob(kind: "work", queue: "default")) }
                    results.withLock { $0.append(result) }
                }
            }
            // The first thread is the leader and waits for the writer. The other threads have joined it or are about
            // to join it.
            try waitForWaiting(8, in: test.queue.insertions)
        }
        let all = try results.wait(for: "8 results") { $0.count == 8 ? $0 : nil }
        #expect(Set(try all.map { try $0.get().id }).count == 8)
        // There is one commit of the other writer, one of the leader, and one for all later threads.
        #expect(test.queue.database.commits - before == 3)
    }

    @Test("a thread that inserts alone commits at once")
    func alone() throws {
        let test = try TestQueue()
        let before = test.queue.database.commits
        for _ in 0..<3 { try test.insert() }
        #expect(test.queue.database.commits - before == 3)
    }

    @Test("a batch of jobs is inserted with one commit, all or none")
    func batch() throws {
        let test = try TestQueue()
        let before = test.queue.database.commits
        let jobs = (0..<50).map { NewJob(kind: "work", queue: "default", uniqueKey: "\($0 / 2)") }
        let insertions = try test.queue.insert(jobs)
        #expect(test.queue.database.commits - before == 1)
        #expect(insertions.count == 50 && insertions[1] == .duplicate(id: insertions[0].id))
        #expect(try test.count("SELECT count(*) FROM jobs") == 25)
        let broken = [NewJob(kind: "work", queue: "default"), NewJob(kind: "", queue: "default")]
        #expect(throws: (any Error).self) { try test.queue.insert(broken) }
        #expect(try test.count("SELECT count(*) FROM jobs") == 25)
    }

    @Test("an insertion that the schema refuses does not fail the others of its group")
    func oneFails() throws {
        let test = try TestQueue()
        let results = Monitor<[String: Result<Insertion, any Error>]>([:])
        try duringAnotherWrite(test) {
            for (index, kind) in ["first", "a", "", "b"].enumerated() {
                BackgroundThread.start {
                    let result = Result { try test.queue.insert(NewJob(kind: kind, queue: "default")) }
                    results.withLock { $0[kind] = result }
                }
                try waitForWaiting(index + 1, in: test.queue.insertions)
            }
        }
        let all = try results.wait(for: "4 results") { $0.count == 4 ? $0 : nil }
        for kind in ["first", "a", "b"] { #expect(throws: Never.self) { try all[kind]?.get() } }
        let error = #expect(throws: SQLiteError.self) { try all[""]?.get() }
        #expect(error?.kind == .constraint)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE kind IN ('first', 'a', 'b')") == 3)
    }

    @Test("one slot gets its next job with the commit that stores the last result")
    func oneSlot() async throws {
        let test = try TestQueue()
        try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 20))
        let seen = Mutex<[Int]>([])
        let handle = try test.anotherHandle()
        let worker = try TestWorker(
            test, on: handle, concurrency: 1,
            ClosureHandler { _ in
                seen.withLock { $0.append(handle.database.commits) }
                return .completed()
            })
        try await worker.run(.drain)
        #expect(worker.results.count == 20)
        let commits = seen.withLock { $0 }
        // There is exactly one commit between two jobs.
        #expect(zip(commits, commits.dropFirst()).allSatisfy { $1 - $0 == 1 }, "\(commits)")
    }

    @Test("slots that finish during a commit store their results and get their next jobs in the next one")
    func slotsShare() async throws {
        let test = try TestQueue()
        try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 10))
        let handle = try test.anotherHandle()
        let gates = [Gate(), Gate()]
        let worker = try TestWorker(
            test, on: handle, concurrency: 5,
            ClosureHandler { claim in
                try await gates[claim.job.id <= 5 ? 0 : 1].pass()
                return .completed()
            })
        let task = Task { try await worker.run(.drain) }
        try await worker.waitForClaims(5)
        let before = handle.database.commits
        let commits = worker.worker.commits
        // This commit lasts until all five slots wait for the next one.
        BackgroundThread.start {
            try? commits.submitBlocking(
                GroupCommit.Item { _ in
                    try waitForWaiting(6, in: commits)
                })
        }
        try waitForWaiting(1, in: commits)
        gates[0].open()
        try await worker.waitForClaims(10)
        #expect(handle.database.commits - before == 2)
        #expect(try test.count("SELECT count(*) FROM attempts WHERE outcome = 'completed'") == 5)
        gates[1].open()
        try await worker.end(of: task)
        #expect(worker.results.count == 10)
    }

    @Test("of hundreds of jobs in eight slots, each is claimed, run and stored once, and none stays running")
    func nothingLost() async throws {
        let test = try TestQueue()
        try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 600))
        let runs = Mutex<[Int64: Int]>([:])
        let worker = try TestWorker(
            test, concurrency: 8,
            ClosureHandler { claim in
                runs.withLock { $0[claim.job.id, default: 0] += 1 }
                return .completed()
            })
        try await worker.run(.drain)
        #expect(runs.withLock { $0.count == 600 && $0.values.allSatisfy { $0 == 1 } })
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed' AND attempt = 1") == 600)
    }

    @Test("a result is reported only after its commit")
    func reportedAfterCommit() async throws {
        let test = try TestQueue()
        try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 30))
        let unstored = Mutex<[Int64]>([])
        let observer = try test.anotherHandle()
        let worker = try Worker(
            queue: test.queue, handlers: [ClosureHandler { _ in .completed() }],
            configuration: Worker.Configuration(concurrency: 4) { [QueueSpec("default")] },
            report: { event in
                guard case .finished(let claim, _, _, _) = event else { return }
                let state = try? observer.database.read { try observer.job(claim.job.id, on: $0)?.state }
                if state != .completed { unstored.withLock { $0.append(claim.job.id) } }
            })
        try await worker.run(.drain)
        #expect(unstored.withLock { $0 } == [])
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'") == 30)
    }

    @Test("a handler that fails in the transaction at its job's end does not prevent other results")
    func gaveUpFails() async throws {
        let test = try TestQueue()
        let bad = try test.insert("b", maxAttempts: 1)
        let good = try (0..<3).map { _ in try test.insert("a") }
        let gate = Gate()
        let isMended = Mutex(false)
        let worker = try TestWorker(
            test, concurrency: 4,
            ClosureHandler(
                KindB.self,
                onGaveUp: { _, _, connection in
                    try connection.run("DELETE FROM jobs WHERE kind = 'a'")
                    if !isMended.withLock({ $0 }) { throw Broken() }
                    try connection.run("UPDATE jobs SET args = 'mended' WHERE kind = 'b'")
                }
            ) { _ in
                try await gate.pass()
                throw Broken()
            },
            ClosureHandler(KindA.self) { _ in
                try await gate.pass()
                return .completed()
            })
        let task = Task { try await worker.run(.drain) }
        try await worker.waitForClaims(4)
        gate.open()
        try await worker.waitForFinished(3)
        try await worker.waitForTrouble()
        for id in good { #expect(try test.job(id).state == .completed) }
        #expect(try test.job(bad).state == .running)
        isMended.withLock { $0 = true }
        try await test.clock.advance(by: 5_000, until: "the end of the bad job", look: worker.results.map(\.0)) {
            $0.contains(bad)
        }
        try await worker.end(of: task)
        #expect(try test.job(bad).args == "mended")
    }

    @Test("if the next jobs cannot be claimed, the last results are stored, and nothing runs unclaimed")
    func claimFails() async throws {
        let test = try TestQueue()
        for _ in 0..<3 { try test.insert() }
        let observer = try test.anotherHandle()
        let unclaimed = Mutex<[Int64]>([])
        let refuse = """
            CREATE TRIGGER refuse BEFORE INSERT ON attempts WHEN NEW.job_id = 2
            BEGIN SELECT RAISE(ABORT, 'refused'); END
            """
        try test.queue.database.write { try $0.execute(refuse) }
        let worker = try TestWorker(
            test, concurrency: 1,
            ClosureHandler { claim in
                if try !observer.database.read({ try observer.holds(claim, on: $0) }) {
                    unclaimed.withLock { $0.append(claim.job.id) }
                }
                return .completed()
            })
        let task = Task { try await worker.run(.drain) }
        try await worker.waitForFinished(1)
        try await worker.waitForTrouble()
        #expect(try test.job(1).state == .completed && test.job(2).state == .available)
        try test.queue.database.write { try $0.execute("DROP TRIGGER refuse") }
        try await test.clock.advance(
            by: 5_000, until: "3 completed jobs",
            look: try test.count("SELECT count(*) FROM jobs WHERE state = 'completed'")
        ) { $0 == 3 }
        try await worker.end(of: task)
        #expect(unclaimed.withLock { $0 } == [])
        #expect(worker.results.map(\.0) == [1, 2, 3])
        let metrics = try test.queue.database.read { try test.queue.metrics(on: $0) }
        #expect(metrics.map(\.outcomes) == [[.completed: 3]] && metrics.map(\.claimed) == [3])
    }

    @Test("counters that cannot be stored undo no claim and are stored later")
    func countersFail() async throws {
        let test = try TestQueue()
        for _ in 0..<5 { try test.insert() }
        try test.queue.database.write {
            try $0.execute("CREATE TRIGGER refuse BEFORE INSERT ON job_metrics BEGIN SELECT RAISE(ABORT, 'no'); END")
        }
        let worker = try TestWorker(test, concurrency: 1, ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForFinished(5)
            #expect(worker.results.allSatisfy { $0.1 == .finished(.completed) })
            try await worker.waitForTrouble()
            try test.queue.database.write { try $0.execute("DROP TRIGGER refuse") }
        }
        let metrics = try test.queue.database.read { try test.queue.metrics(on: $0) }
        #expect(metrics.map(\.outcomes) == [[.completed: 5]] && metrics.map(\.claimed) == [5])
    }

    @Test("a handler's own write has its own commit and is durable when the call returns")
    func ownCommit() async throws {
        let test = try TestQueue()
        try test.queue.insert([NewJob](repeating: NewJob(kind: "work", queue: "default"), count: 12))
        let observer = try test.anotherHandle()
        let missing = Mutex<[Int64]>([])
        let worker = try TestWorker(
            test, concurrency: 4,
            ClosureHandler { claim in
                let before = test.queue.database.commits
                try test.queue.database.write {
                    _ = try $0.run("UPDATE jobs SET args = 'sent' WHERE id = ?", claim.job.id)
                }
                let stored = try observer.database.read { try observer.job(claim.job.id, on: $0)?.args }
                if stored != "sent" || test.queue.database.commits == before {
                    missing.withLock { $0.append(claim.job.id) }
                }
                return .completed()
            })
        try await worker.run(.drain)
        #expect(missing.withLock { $0 } == [])
        #expect(worker.results.count == 12)
    }
}
