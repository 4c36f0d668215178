import JobQueue
import SQLite
import Synchronization
import Testing

@Suite("The examples of retries", .timeLimit(.minutes(1))) struct RetryExamples {
    enum Answer: Sendable { case sent, busy, unknownAddress, closedUntilMorning }

    // snippet: outcomes
    struct CarefulHandler: JobHandler {
        /// The delay is 10 seconds, then 20, 40 …, at most an hour. A random part of up to a quarter is added.
        let backoff = Backoff.exponential(base: 10_000, cap: 3_600_000, jitter: 0.25)
        /// An attempt that takes longer is cancelled and counts as failed.
        let timeLimit: Int64? = 60_000
        let post: @Sendable (_ recipient: String) async throws -> Answer

        func perform(_ letter: Letter, claim: Claim) async throws -> JobOutcome {
            // An error is stored with the attempt, and the job is retried after the backoff.
            switch try await post(letter.args) {
            case .sent: .completed(note: "sent")
            case .busy: .retry(error: "the server is busy", delay: 5_000)
            // This does not spend an attempt.
            case .closedUntilMorning: .snooze(milliseconds: 8 * 3_600_000, reason: "closed until morning")
            case .unknownAddress: .discard(error: "there is no such address")
            }
        }

        /// Called after the last attempt, in the transaction that discards the job.
        func gaveUp(on letter: Letter, claim: Claim, error: String, in connection: Connection) throws {
            try connection.run("INSERT INTO undeliverable (recipient, error) VALUES (?, ?)", letter.args, error)
        }
    }
    // end snippet

    @Test(
        "each outcome leads to its state",
        arguments: [
            (Answer.sent, JobState.completed), (.busy, .scheduled), (.closedUntilMorning, .scheduled),
            (.unknownAddress, .discarded),
        ])
    func outcomes(answer: Answer, state: JobState) async throws {
        let test = try TestQueue()
        let id = try test.queue.insert(Letter(args: "ada@example.com")).id
        try await drain(test, CarefulHandler { _ in answer })
        #expect(try test.job(id).state == state)
    }

    @Test("a job whose attempts are used up is discarded, and its handler is called") func gaveUp() async throws {
        struct Unreachable: Error {}
        let test = try TestQueue()
        try test.queue.database.write {
            try $0.execute("CREATE TABLE undeliverable (recipient TEXT, error TEXT) STRICT")
        }
        let id = try test.queue.insert(Letter(args: "ada@example.com")).id
        for _ in 1...Letter.maxAttempts {
            try await drain(test, CarefulHandler { _ in throw Unreachable() })
            test.clock.advance(by: 3_600_000)
        }
        #expect(try test.job(id).state == .discarded)
        #expect(try test.count("SELECT count(*) FROM undeliverable WHERE recipient = 'ada@example.com'") == 1)
    }

    @Test("a person runs a discarded job again") func retry() async throws {
        let test = try TestQueue()
        let queue = test.queue
        let id = try queue.insert(Letter(args: "ada@example.com")).id
        try await drain(test, CarefulHandler { _ in .unknownAddress })
        // snippet: retry
        let result = try queue.database.write { connection in try queue.retry(id, in: connection) }
        queue.doorbell.ring()
        switch result {
        case .done: print("the job \(id) runs again")
        case .refused(let state): print("the job is \(state)")
        case .replaced(let other): print("the job \(other) does the same work")
        case .noSuchJob: print("there is no job \(id)")
        }
        // end snippet
        #expect(result == .done(.available))
    }

    private func drain(_ test: TestQueue, _ handler: some JobHandler) async throws {
        let worker = try Worker(
            queue: test.queue, handlers: [handler], configuration: Worker.Configuration(concurrency: 1))
        try await worker.run(.drain)
    }
}
