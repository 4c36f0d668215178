import JobQueue
import SQLite
import Testing

@Suite("Failures, and the latest stored times")
struct RecentFailureTests {
    private func failures(_ test: TestQueue, limit: Int = 10, amongNewest ids: Int = 500) throws -> [FailedAttempt] {
        try test.queue.database.read { try test.queue.recentFailures(limit: limit, amongNewest: ids, on: $0) }
    }

    @Test("failed attempts come latest first, with their subjects")
    func latestFirst() throws {
        let test = try TestQueue()
        let worker = try test.worker()
        let outcomes: [JobOutcome] = [
            .retry(error: "first", delay: 60_000), .completed(note: "fine"), .discard(error: "second"),
            .snooze(milliseconds: 60_000, reason: "later"), .cancel(reason: "pointless"),
        ]
        for outcome in outcomes {
            try test.queue.insert(NewJob(kind: "work", queue: "default", subject: "report:5"))
            test.clock.advance(by: 10)
            _ = try test.finish(try test.claimOne(by: worker), outcome)
        }
        let found = try failures(test)
        #expect(found.map(\.attempt.error) == ["second", "first"])
        #expect(found.map(\.attempt.outcome) == [.discarded, .retried])
        #expect(found.allSatisfy { $0.kind == "work" && $0.subject == "report:5" })
        #expect(try failures(test, limit: 1).map(\.attempt.error) == ["second"])
        #expect(try failures(test, amongNewest: 4).map(\.attempt.error) == ["second"])
    }

    @Test("a failure is listed until two more attempts have followed it")
    func lastTwoAttempts() throws {
        let test = try TestQueue()
        let worker = try test.worker()
        try test.insert()
        for number in 1...3 {
            _ = try test.finish(try test.claimOne(by: worker), .retry(error: "\(number)", delay: 0))
            test.clock.advance(by: 10)
        }
        #expect(try failures(test).map(\.attempt.error) == ["3", "2"])
    }

    @Test("the last insertion or heartbeat is the latest time, and the longest delay the furthest")
    func storedTimes() throws {
        let test = try TestQueue()
        func times() throws -> StoredTimes { try test.queue.database.read { try test.queue.storedTimes(on: $0) } }
        #expect(try times() == StoredTimes(latest: nil, furthest: nil))
        try test.insert(after: 1_000)
        let furthest = try test.insert(after: 3_000)
        try test.insert(after: 2_000)
        #expect(try times().latest == test.clock.now)
        #expect(try times().furthest?.id == furthest)
        try test.insert()
        test.clock.advance(by: 500)
        _ = try test.claimOne(by: try test.worker())
        #expect(try times().latest == test.clock.now)
    }
}
