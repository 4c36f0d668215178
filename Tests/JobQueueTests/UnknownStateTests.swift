import JobQueue
import SQLite
import Testing

/// A newer version of the program or a person may have written the row.
@Suite("A stored word that this version does not know")
struct UnknownStateTests {
    private let test: TestQueue
    private let job: Int64

    init() throws {
        test = try TestQueue()
        job = try test.queue.insert(NewJob(kind: "mail", queue: "mails")).id
    }

    /// Stores a word that the schema's CHECK constraint would refuse.
    private func store(_ sql: String) throws {
        try test.queue.database.write { connection in
            try connection.execute("PRAGMA ignore_check_constraints = ON")
            try connection.run(sql)
            try connection.execute("PRAGMA ignore_check_constraints = OFF")
        }
    }

    private func message(_ read: (Connection) throws -> Void) throws -> String {
        try #require(throws: SQLiteError.self) { try test.queue.database.read { try read($0) } }.message
    }

    @Test("a job in such a state is an error that names the state, not a discarded job")
    func state() throws {
        try store("UPDATE jobs SET state = 'paused'")
        let expected =
            "the column state holds 'paused', expected one of "
            + "scheduled, available, running, completed, discarded, cancelled"
        #expect(try message { _ = try test.queue.job(job, on: $0) } == expected)
        #expect(try message { _ = try test.queue.jobs(JobFilter(), limit: 9, on: $0) } == expected)
        #expect(try message { _ = try test.queue.counts(on: $0) } == expected)
    }

    @Test("a job in such a state can be neither retried nor cancelled")
    func interventions() throws {
        try store("UPDATE jobs SET state = 'paused'")
        #expect(throws: SQLiteError.self) {
            try test.queue.database.write { try test.queue.retry(job, in: $0) }
        }
        #expect(throws: SQLiteError.self) {
            try test.queue.database.write { try test.queue.cancel(job, reason: "a test", in: $0) }
        }
    }

    @Test("an attempt with such an outcome is an error that names it, not a running attempt")
    func outcome() throws {
        try store(
            "INSERT INTO attempts (job_id, attempt, worker, started_at, outcome) VALUES (\(job), 1, 'w', 0, 'won')")
        let expected =
            "the column outcome holds 'won', expected one of "
            + "completed, retried, snoozed, discarded, cancelled, lost, given_back"
        #expect(try message { _ = try test.queue.attempts(of: job, on: $0) } == expected)
    }
}
