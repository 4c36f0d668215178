import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("Cancelling and limiting running jobs", .ownThread)
struct CancellationTests {
    private struct Broken: Error {}

    private func request(_ id: Int64, in test: TestQueue) throws -> Intervention {
        let result = try test.queue.database.write { try test.queue.requestCancel(id, reason: "not wanted", in: $0) }
        test.queue.doorbell.ring()
        return result
    }

    @Test("a running job is cancelled by its worker soon after the request, with the reason")
    func running() async throws {
        let test = try TestQueue()
        let id = try test.insert()
        let other = try test.insert()
        let gate = Gate()
        let worker = try TestWorker(
            test,
            ClosureHandler { _ in
                try await gate.pass()
                return .completed()
            })
        try await worker.serving {
            try await worker.waitForClaims(2)
            #expect(try request(id, in: test) == .done(.running))
            try await worker.waitForFinished(1)
            #expect(try test.job(id).state == .cancelled && test.job(id).reason == "not wanted")
            #expect(try test.attempts(of: id).map(\.outcome) == [.cancelled])
            #expect(try test.job(other).state == .running)
            // The slot of the cancelled job is free again.
            let third = try test.insert()
            try await worker.waitForClaims(3)
            #expect(try test.job(third).state == .running)
            gate.open()
            try await worker.waitForFinished(3)
        }
        #expect(try test.job(other).state == .completed)
        #expect(
            worker.log.all.contains {
                if case .interrupted(let claim, .request("not wanted")) = $0 { claim.job.id == id } else { false }
            })
    }

    @Test("a job that does not run is cancelled at once, and a finished one stays as it is")
    func notRunning() throws {
        let test = try TestQueue()
        let id = try test.insert()
        #expect(try request(id, in: test) == .done(.cancelled))
        #expect(try request(id, in: test) == .refused(.cancelled))
        #expect(try request(77, in: test) == .noSuchJob)
    }

    @Test(
        "a job with a cancel request does not run again, whatever its outcome, unless it has completed",
        arguments: [
            (JobOutcome.retry(error: "e"), JobState.cancelled), (.snooze(milliseconds: 5, reason: "s"), .cancelled),
            (.giveBack(), .cancelled), (.completed(), .completed), (.discard(error: "d"), .discarded),
        ])
    func outcomes(outcome: JobOutcome, state: JobState) throws {
        let test = try TestQueue()
        try test.insert()
        let claim = try test.claimOne(by: try test.worker())
        #expect(try test.queue.database.read { try test.queue.holds(claim, on: $0) })
        _ = try request(claim.job.id, in: test)
        // From now on, the attempt must not begin a step that cannot be undone.
        #expect(try !test.queue.database.read { try test.queue.holds(claim, on: $0) })
        #expect(try test.finish(claim, outcome) == .finished(state))
        if state == .cancelled { #expect(try test.job(claim.job.id).reason == "not wanted") }
    }

    @Test("an old cancel request does not cancel a cancelled job again after a retry")
    func retried() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker()
        let claim = try test.claimOne(by: worker)
        _ = try request(id, in: test)
        _ = try test.finish(claim, .giveBack())
        #expect(try test.queue.database.write { try test.queue.retry(id, in: $0) } == .done(.available))
        let second = try test.claimOne(by: worker)
        #expect(try test.queue.database.read { try test.queue.holds(second, on: $0) })
        #expect(try test.finish(second, .retry(error: "e")) == .finished(.scheduled))
    }

    @Test("an attempt that exceeds its handler's time limit is cancelled and counts as failed")
    func timeLimit() async throws {
        let test = try TestQueue()
        let id = try test.insert(maxAttempts: 5)
        let gate = Gate()
        let worker = try TestWorker(
            test,
            ClosureHandler(backoff: .constant(.max / 2), timeLimit: 2_000) { _ in
                try await gate.pass()
                return .completed()
            })
        try await worker.serving {
            try await worker.waitForClaims(1)
            try await test.clock.advance(by: 2_000, until: "the end of the attempt", look: worker.results.count) {
                $0 > 0
            }
        }
        let job = try test.job(id)
        #expect(job.state == .scheduled && job.reason == "it took longer than its limit of 2000 ms")
        #expect(try test.attempts(of: id).first?.outcome == .retried)
        #expect(job.maxAttempts == 5)
    }

    @Test("an attempt within its limit is not cancelled, and neither is the next one in its slot")
    func withinLimit() async throws {
        let test = try TestQueue()
        for _ in 0..<3 { try test.insert() }
        let worker = try TestWorker(
            test, concurrency: 1,
            ClosureHandler(timeLimit: 2_000) { _ in
                test.clock.advance(by: 1_500)
                try Task.checkCancellation()
                return .completed()
            })
        try await worker.run(.drain)
        #expect(worker.results.map(\.1) == [.finished(.completed), .finished(.completed), .finished(.completed)])
    }

    @Test("the next attempt has the progress that an attempt stored, and a lost claim stores nothing")
    func progress() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker()
        let first = try test.claimOne(by: worker)
        #expect(first.job.progress == nil)
        #expect(try test.queue.saveProgress(#"{"page":3}"#, of: first))
        _ = try test.finish(first, .retry(error: "e", delay: 0))
        #expect(try !test.queue.saveProgress(#"{"page":4}"#, of: first))
        let second = try test.claimOne(by: worker)
        #expect(second.job.progress == #"{"page":3}"#)
        #expect(try test.queue.saveProgress(nil, of: second))
        #expect(try test.job(id).progress == nil)
    }
}
