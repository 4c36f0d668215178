import SQLite
import Synchronization
import TestSupport
import Testing

@testable import JobQueue

@Suite("Periodic jobs", .ownThread)
struct PeriodicJobTests {
    private let hourly = PeriodicJob("refresh", every: 3_600_000, offset: 60_000) { start in
        NewJob(kind: "work", queue: "default", args: "\(start)")
    }

    private func starts(_ test: TestQueue) throws -> [String] {
        try test.queue.database.read { connection in
            try connection.all("SELECT args FROM jobs ORDER BY id") { row throws(SQLiteError) in try row.get("args") }
        }
    }

    @Test("a slot gets one job, whoever inserts it and however often")
    func onePerSlot() throws {
        let test = try TestQueue()
        let handles = try (0..<4).map { _ in try test.anotherHandle() }
        let inserted = Monitor<[Result<Int, any Error>]>([])
        for handle in handles {
            BackgroundThread.start {
                let result = Result {
                    try (0..<5).reduce(0) { count, _ in try count + (handle.insert(hourly) == nil ? 0 : 1) }
                }
                inserted.withLock { $0.append(result) }
            }
        }
        let all = try inserted.wait(for: "the end of 4 threads") { $0.count == 4 ? $0 : nil }
        #expect(try all.reduce(0) { try $0 + $1.get() } == 1)
        // The slot is still taken after a restart.
        #expect(try test.anotherHandle().insert(hourly) == nil)
        test.clock.advance(by: 3_600_000)
        #expect(try test.queue.insert(hourly) != nil)
        #expect(try test.queue.insert(hourly) == nil)
        #expect(try starts(test).count == 2)
    }

    @Test("slots begin at multiples of the interval plus the offset, even before 1970")
    func slots() {
        #expect(hourly.slot(at: 60_000) == 0 && hourly.slot(at: 59_999) == -1 && hourly.slot(at: -3_540_000) == -1)
        #expect(hourly.start(of: 2) == 7_260_000)
    }

    @Test("slots without a running worker are skipped, and a wrong clock does not stop the schedule")
    func clockJumps() throws {
        let test = try TestQueue()
        #expect(try test.queue.insert(hourly) != nil)
        test.clock.jumpWall(by: 50 * 3_600_000)
        #expect(try test.queue.insert(hourly) != nil)
        // The clock was wrong and is corrected.
        test.clock.jumpWall(by: -50 * 3_600_000)
        #expect(try test.queue.insert(hourly) != nil)
        // A small step back into the previous slot does not insert the job again.
        test.clock.jumpWall(by: -3_600_000)
        #expect(try test.queue.insert(hourly) == nil)
        #expect(try starts(test).count == 3)
    }

    @Test("a worker inserts its periodic jobs when it starts, then once per slot")
    func worker() async throws {
        let test = try TestQueue()
        let worker = try TestWorker(test, periodic: [hourly], ClosureHandler { _ in .completed() })
        try await worker.serving {
            try await worker.waitForFinished(1)
            try await test.clock.advance(by: 600_000, until: "3 jobs", look: try starts(test).count) { $0 >= 3 }
            try await worker.waitForFinished(3)
        }
        // On a busy machine, the clock may reach one more slot before the worker has stopped.
        let inserted = try starts(test)
        #expect(inserted.count >= 3 && Set(inserted).count == inserted.count)
        #expect(worker.log.all.contains { if case .inserted("refresh", _) = $0 { true } else { false } })
    }
}
