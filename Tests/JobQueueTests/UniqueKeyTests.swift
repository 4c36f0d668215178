import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("Unique key", .ownThread)
struct UniqueKeyTests {
    private let job = NewJob(kind: "work", queue: "default", uniqueKey: "order:5")

    @Test("while a job with the key is available, scheduled or running, a second one is a duplicate")
    func duplicates() throws {
        let test = try TestQueue()
        let worker = try test.worker()
        let first = try test.queue.insert(
            NewJob(kind: "work", queue: "default", scheduledAt: test.clock.now + 10, uniqueKey: "order:5"))
        #expect(first == .inserted(id: first.id))
        #expect(try test.queue.insert(job) == .duplicate(id: first.id))
        test.clock.advance(by: 10)
        let claim = try test.claimOne(by: worker)
        #expect(try test.queue.insert(job) == .duplicate(id: first.id))
        _ = try test.finish(claim, .giveBack())
        #expect(try test.queue.insert(job) == .duplicate(id: first.id))
        #expect(try test.count("SELECT count(*) FROM jobs") == 1)
    }

    @Test("a duplicate does not change the existing job")
    func duplicateChangesNothing() throws {
        let test = try TestQueue()
        let first = try test.queue.insert(job)
        let before = try test.job(first.id)
        try test.queue.insert(
            NewJob(kind: "other", queue: "other", args: "[]", priority: 9, maxAttempts: 1, uniqueKey: "order:5"))
        #expect(try test.job(first.id) == before)
    }

    @Test(
        "the key is free again when its job is finished",
        arguments: [JobOutcome.completed(), .discard(error: "e"), .cancel(reason: "c")])
    func freeAgain(outcome: JobOutcome) throws {
        let test = try TestQueue()
        let first = try test.queue.insert(job)
        _ = try test.finish(try test.claimOne(by: try test.worker()), outcome)
        let second = try test.queue.insert(job)
        #expect(second == .inserted(id: second.id) && second.id > first.id)
    }

    @Test("jobs without a key and jobs with different keys do not affect each other")
    func others() throws {
        let test = try TestQueue()
        let ids = try [nil, nil, "order:5", "order:6", ""].map { try test.insert(uniqueKey: $0) }
        #expect(Set(ids).count == 5)
    }

    @Test("a job without a kind is refused and never taken for a duplicate")
    func invalid() throws {
        let test = try TestQueue()
        try test.queue.insert(job)
        let error = try #require(throws: SQLiteError.self) {
            try test.queue.insert(NewJob(kind: "", queue: "default", uniqueKey: "order:5"))
        }
        #expect(error.kind == .constraint)
    }

    @Test("of many inserts of one key at once, one inserts and all others return its id")
    func concurrent() throws {
        let test = try TestQueue()
        let handles = try (0..<8).map { _ in try test.anotherHandle() }
        let results = Monitor<[Result<Insertion, any Error>]>([])
        for handle in handles {
            BackgroundThread.start {
                let result = Result { try handle.insert(NewJob(kind: "work", queue: "default", uniqueKey: "order:5")) }
                results.withLock { $0.append(result) }
            }
        }
        let insertions = try results.wait(for: "the end of 8 threads") { $0.count == 8 ? $0 : nil }.map { try $0.get() }
        #expect(Set(insertions.map(\.id)).count == 1)
        #expect(insertions.filter { if case .inserted = $0 { true } else { false } }.count == 1)
    }
}
