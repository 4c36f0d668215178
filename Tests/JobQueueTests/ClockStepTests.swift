import SQLite
import Testing

@testable import JobQueue

@Suite("A clock that is set back")
struct ClockStepTests {
    private static let hour: Int64 = 3_600_000

    @Test("delays no job that was put off while it was ahead: the job waits as long as intended")
    func retry() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let step = ClockStep(queue: test.queue)
        #expect(try step.look() == 0)
        test.clock.jumpWall(by: Self.hour)
        let claim = try test.claimOne(by: try test.worker())
        #expect(try test.finish(claim, .retry(error: "no", delay: 5_000)) == .finished(.scheduled))
        #expect(try step.look() == 0)

        test.clock.jumpWall(by: -Self.hour)
        #expect(try step.look() == 1)
        #expect(try test.job(id).scheduledAt == test.clock.now + 5_000)
        #expect(try test.attempts(of: id).map(\.endedAt) == [test.clock.now])
        // One correction is enough, both for this worker and for a worker that starts now.
        #expect(try step.look() == 0)
        #expect(try ClockStep(queue: test.queue).look() == 0)
    }

    @Test("is noticed by a worker that starts after it, even for a job that was never tried")
    func insertedAhead() throws {
        let test = try TestQueue()
        test.clock.jumpWall(by: Self.hour)
        let id = try test.insert(after: 2 * Self.hour)
        test.clock.jumpWall(by: -Self.hour)
        #expect(try ClockStep(queue: test.queue).look() == 1)
        let job = try test.job(id)
        #expect(job.scheduledAt == test.clock.now + 2 * Self.hour)
        #expect(job.insertedAt == test.clock.now)
    }

    @Test("changes neither long delays nor delays from before the clock was set forward")
    func others() throws {
        let test = try TestQueue()
        let id = try test.insert(after: 48 * Self.hour)
        let due = try test.job(id).scheduledAt
        for jump in [Self.hour, -2 * Self.hour + 1, 30_000] {
            test.clock.jumpWall(by: jump)
            _ = try ClockStep(queue: test.queue).look()
        }
        // In all, the clock is set back by almost an hour, so the job's insertion time is in the future. A small
        // correction then moves the job.
        #expect(try test.job(id).scheduledAt == due - Self.hour + 1)
        let calm = try TestQueue()
        let other = try calm.insert(after: 48 * Self.hour)
        let time = try calm.job(other).scheduledAt
        calm.clock.jumpWall(by: Self.hour)
        #expect(try ClockStep(queue: calm.queue).look() == 0)
        #expect(try calm.job(other).scheduledAt == time)
    }

    @Test("moves what waits with it, once, however many workers see the jump", arguments: [25, -25] as [Int64])
    func waiting(hours: Int64) throws {
        let test = try TestQueue()
        let steps = try (0..<3).map { _ in ClockStep(queue: try test.anotherHandle()) }
        let waiting = try test.insert()
        let done = try test.insert()
        _ = try test.queue.database.write { try $0.run("UPDATE jobs SET state = 'completed' WHERE id = ?", done) }
        let before = try test.job(done).insertedAt
        for step in steps { #expect(try step.look() == 0) }
        test.clock.advance(by: Self.hour)
        for jump in [hours * Self.hour, -hours * Self.hour, hours * Self.hour] {
            test.clock.jumpWall(by: jump)
            for step in steps { _ = try step.look() }
            #expect(try test.job(waiting).insertedAt == test.clock.now - Self.hour)
        }
        // A small correction does not count as a jump.
        test.clock.jumpWall(by: 30_000)
        for step in steps { _ = try step.look() }
        #expect(try test.job(waiting).insertedAt == test.clock.now - Self.hour - 30_000)
        #expect(try test.job(done).insertedAt == before)
    }

    @Test("does not move what was inserted after the jump")
    func insertedAfterwards() throws {
        let test = try TestQueue()
        let step = ClockStep(queue: test.queue)
        _ = try step.look()
        test.clock.jumpWall(by: 25 * Self.hour)
        let id = try test.insert()
        _ = try step.look()
        #expect(try test.job(id).insertedAt == test.clock.now)
    }

    @Test("does not lengthen the pause of a budget from before a reboot")
    func pause() throws {
        let test = try TestQueue()
        test.clock.jumpWall(by: 25 * Self.hour)
        try test.queue.exhaust("api", for: 60_000)
        test.clock.jumpWall(by: -25 * Self.hour)
        let rebooted = try test.anotherHandle(clock: test.clock.clock(boot: "second boot"))
        #expect(try rebooted.database.read { try rebooted.pause(of: "api", on: $0) } == 60_000)
        test.clock.advance(by: 59_000)
        #expect(try test.queue.database.read { try test.queue.pause(of: "api", on: $0) } == 1_000)
    }
}
