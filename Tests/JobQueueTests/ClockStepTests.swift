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
        // One correction is enough, for this worker and for one that starts now.
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
        // The clock is set back by almost an hour in all, so the job was inserted in the future. A small correction
        // then shifts it.
        #expect(try test.job(id).scheduledAt == due - Self.hour + 1)
        let calm = try TestQueue()
        let other = try calm.insert(after: 48 * Self.hour)
        let time = try calm.job(other).scheduledAt
        calm.clock.jumpWall(by: Self.hour)
        #expect(try ClockStep(queue: calm.queue).look() == 0)
        #expect(try calm.job(other).scheduledAt == time)
    }
}
