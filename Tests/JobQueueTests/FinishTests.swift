import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("Finish", .ownThread)
struct FinishTests {
    private func claimed(maxAttempts: Int = 20) throws -> (TestQueue, Claim, WorkerIdentity) {
        let test = try TestQueue()
        try test.insert(maxAttempts: maxAttempts)
        let worker = try test.worker()
        return (test, try test.claimOne(by: worker), worker)
    }

    @Test("a completed job is finished, and its note is stored with the attempt")
    func completed() throws {
        let (test, claim, worker) = try claimed()
        test.clock.advance(by: 70)
        #expect(try test.finish(claim, .completed(note: "sent")) == .finished(.completed))
        let job = try test.job(claim.job.id)
        #expect(job.state == .completed && job.finishedAt == test.clock.now && job.worker == nil)
        let attempt = try #require(try test.attempts(of: job.id).first)
        #expect(attempt.outcome == .completed && attempt.error == "sent" && attempt.endedAt == test.clock.now)
        #expect(attempt.startedAt == test.clock.now - 70 && attempt.worker == worker.id)
    }

    @Test("a retried job waits for the backoff of its attempt")
    func retriedByBackoff() throws {
        let (test, claim, _) = try claimed()
        let backoff = Backoff { attempt, random in Int64(attempt) * 1000 + Int64(random) }
        #expect(try test.finish(claim, .retry(error: "broken"), backoff: backoff) == .finished(.scheduled))
        let job = try test.job(claim.job.id)
        #expect(job.scheduledAt == test.clock.now + 1000 && job.reason == "broken")
        #expect(job.worker == nil && job.finishedAt == nil && job.maxAttempts == 20)
        #expect(try test.attempts(of: job.id).map(\.outcome) == [.retried])
    }

    @Test("a delay from the handler replaces the backoff, and a delay of zero makes the job available")
    func retriedByDelay() throws {
        let (test, claim, worker) = try claimed()
        #expect(
            try test.finish(claim, .retry(error: "later", delay: 7), backoff: .constant(9)) == .finished(.scheduled))
        #expect(try test.job(claim.job.id).scheduledAt == test.clock.now + 7)
        test.clock.advance(by: 7)
        let second = try test.claimOne(by: worker)
        #expect(second.attempt == 2)
        #expect(try test.finish(second, .retry(error: "now", delay: 0)) == .finished(.available))
    }

    @Test("a failure of the last attempt discards the job")
    func lastAttempt() throws {
        let (test, first, worker) = try claimed(maxAttempts: 2)
        #expect(try test.finish(first, .retry(error: "one", delay: 0)) == .finished(.available))
        let second = try test.claimOne(by: worker)
        #expect(try test.finish(second, .retry(error: "two", delay: 0)) == .finished(.discarded))
        let job = try test.job(first.job.id)
        #expect(job.state == .discarded && job.reason == "two" && job.finishedAt == test.clock.now)
        #expect(try test.attempts(of: job.id).map(\.outcome) == [.retried, .discarded])
        #expect(try test.attempts(of: job.id).map(\.error) == ["one", "two"])
    }

    @Test("a snoozed job spends no attempt, even its last one")
    func snoozed() throws {
        let (test, claim, worker) = try claimed(maxAttempts: 1)
        #expect(try test.finish(claim, .snooze(milliseconds: 30, reason: "not yet")) == .finished(.scheduled))
        let job = try test.job(claim.job.id)
        #expect(job.scheduledAt == test.clock.now + 30 && job.maxAttempts == 2 && job.attempt == 1)
        #expect(job.reason == "not yet")
        #expect(try test.attempts(of: job.id).map(\.outcome) == [.snoozed])
        test.clock.advance(by: 30)
        #expect(try test.claimOne(by: worker).attempt == 2)
    }

    @Test("a snooze of zero still lets other jobs run first")
    func emptySnooze() throws {
        let (test, claim, _) = try claimed()
        _ = try test.finish(claim, .snooze(milliseconds: 0, reason: ""))
        #expect(try test.job(claim.job.id).state == .scheduled)
        #expect(try test.job(claim.job.id).scheduledAt == test.clock.now + 1)
    }

    @Test("a job given back keeps its old place and spends no attempt")
    func givenBack() throws {
        let (test, claim, worker) = try claimed(maxAttempts: 1)
        test.clock.advance(by: 5)
        try test.insert()
        #expect(try test.finish(claim, .giveBack(reason: "stopped")) == .finished(.available))
        let job = try test.job(claim.job.id)
        #expect(job.scheduledAt == claim.job.scheduledAt && job.maxAttempts == 2 && job.reason == "stopped")
        #expect(try test.attempts(of: job.id).map(\.outcome) == [.givenBack])
        #expect(try test.claimOne(by: worker).job.id == claim.job.id)
    }

    @Test("a discarded job is finished, whatever attempts it has left")
    func discarded() throws {
        let (test, claim, _) = try claimed()
        #expect(try test.finish(claim, .discard(error: "no such dish")) == .finished(.discarded))
        let job = try test.job(claim.job.id)
        #expect(job.state == .discarded && job.reason == "no such dish" && job.finishedAt == test.clock.now)
        #expect(try test.attempts(of: job.id).map(\.outcome) == [.discarded])
    }

    @Test("a cancelled job is finished with its reason")
    func cancelled() throws {
        let (test, claim, _) = try claimed()
        #expect(try test.finish(claim, .cancel(reason: "pointless")) == .finished(.cancelled))
        let job = try test.job(claim.job.id)
        #expect(job.state == .cancelled && job.reason == "pointless" && job.finishedAt == test.clock.now)
        #expect(try test.attempts(of: job.id).map(\.outcome) == [.cancelled])
    }

    @Test(
        "finishing a claim that does not hold any more changes nothing",
        arguments: [
            JobOutcome.completed(), .retry(error: "e"), .snooze(milliseconds: 1, reason: "s"), .discard(error: "d"),
            .cancel(reason: "c"), .giveBack(),
        ])
    func lost(outcome: JobOutcome) throws {
        let (test, old, worker) = try claimed()
        _ = try test.finish(old, .giveBack())
        let current = try test.claimOne(by: worker)
        let before = (try test.job(old.job.id), try test.attempts(of: old.job.id))
        test.clock.advance(by: 1000)
        #expect(try test.finish(old, outcome) == .lost)
        #expect(try test.job(old.job.id) == before.0)
        #expect(try test.attempts(of: old.job.id) == before.1)
        #expect(try test.finish(current, .completed()) == .finished(.completed))
        #expect(try test.finish(current, outcome) == .lost)
        #expect(try test.job(old.job.id).state == .completed)
    }

    @Test("finishing as another worker changes nothing")
    func foreignWorker() throws {
        let (test, old, worker) = try claimed()
        _ = try test.finish(old, .giveBack())
        let thief = try test.worker()
        let stolen = try test.claimOne(by: thief)
        let fake = try #require(try claimOfSameAttempt(as: stolen, by: worker))
        #expect(fake.attempt == stolen.attempt && fake.worker != stolen.worker)
        #expect(try test.finish(fake, .completed()) == .lost)
        #expect(try test.job(stolen.job.id).state == .running)
    }

    /// Returns a claim from another database with the same job id and attempt number, but from another worker.
    private func claimOfSameAttempt(as claim: Claim, by worker: WorkerIdentity) throws -> Claim? {
        let other = try TestQueue()
        try other.insert()
        _ = try other.finish(try other.claimOne(by: worker), .giveBack())
        let twin = try other.claimOne(by: worker)
        return twin.job.id == claim.job.id ? twin : nil
    }

    @Test("a finish is undone with its transaction")
    func undone() throws {
        struct Failure: Error {}
        let (test, claim, _) = try claimed()
        #expect(throws: Failure.self) {
            try test.queue.database.write { connection in
                _ = try test.queue.finish(claim, .completed(), in: connection)
                throw Failure()
            }
        }
        #expect(try test.job(claim.job.id).state == .running)
        #expect(try test.attempts(of: claim.job.id).map(\.outcome) == [nil])
    }
}
