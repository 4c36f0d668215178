import Testing

@testable import JobQueue

@Suite("A clock that is set back")
struct ClockStepTests {
    private static let hour: Int64 = 3_600_000

    @Test("keeps no job waiting that was put off while it stood ahead: it waits as long as it was to wait")
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
        // Once is enough, for this worker and for one that starts now.
        #expect(try step.look() == 0)
        #expect(try ClockStep(queue: test.queue).look() == 0)
    }

    @Test("is noticed by a worker that starts after it, also for a job that was never tried")
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

    @Test("leaves alone what was put off for long, and what was put off before the clock was set forward")
    func others() throws {
        let test = try TestQueue()
        let id = try test.insert(after: 48 * Self.hour)
        let due = try test.job(id).scheduledAt
        for jump in [Self.hour, -2 * Self.hour + 1, 30_000] {
            test.clock.jumpWall(by: jump)
            _ = try ClockStep(queue: test.queue).look()
        }
        // Set back by most of an hour in all, with the job made in what is now the future; then set right by little.
        #expect(try test.job(id).scheduledAt == due - Self.hour + 1)
        let calm = try TestQueue()
        let other = try calm.insert(after: 48 * Self.hour)
        let time = try calm.job(other).scheduledAt
        calm.clock.jumpWall(by: Self.hour)
        #expect(try ClockStep(queue: calm.queue).look() == 0)
        #expect(try calm.job(other).scheduledAt == time)
    }
}
