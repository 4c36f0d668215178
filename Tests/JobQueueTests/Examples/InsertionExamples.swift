import JobQueue
import SQLite
import Synchronization
import Testing

@Suite("The examples of inserting", .timeLimit(.minutes(1))) struct InsertionExamples {
    // snippet: unique
    /// One report per month, however often it is requested.
    struct Report: JobKind {
        static let kind = "report"
        static let queue = "reports"
        /// A job with a smaller number runs first.
        static let priority = -1

        /// The month.
        let args: String
        var subject: String? { "month:\(args)" }
        var uniqueKey: String? { "report:\(args)" }
    }
    // end snippet

    @Test("jobs are inserted now, for later, and together") func insert() throws {
        let test = try TestQueue()
        let queue = test.queue
        // snippet: insert
        try queue.insert(Letter(args: "ada@example.com"))

        // This job runs in an hour.
        try queue.insert(Letter(args: "linus@example.com"), scheduledAt: queue.clock.now() + 3_600_000)

        // These jobs are all inserted in one transaction, or none of them is.
        let recipients = ["grace@example.com", "edsger@example.com"]
        try queue.insert(recipients.map { NewJob(Letter(args: $0)) })
        // end snippet
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'available'") == 3)
        #expect(try test.count("SELECT count(*) FROM jobs WHERE state = 'scheduled'") == 1)
    }

    @Test("a job and its data are stored together") func together() throws {
        let test = try TestQueue()
        let (queue, database) = (test.queue, test.queue.database)
        try database.write { try $0.execute("CREATE TABLE customers (mail TEXT PRIMARY KEY) STRICT") }
        // snippet: together
        try database.write { connection in
            try connection.run("INSERT INTO customers (mail) VALUES (?)", "ada@example.com")
            try queue.insert(Letter(args: "ada@example.com"), in: connection)
        }
        // This wakes an idle worker. Without the ring, the worker notices the job within a second.
        queue.doorbell.ring()
        // end snippet
        #expect(try test.count("SELECT count(*) FROM customers JOIN jobs ON args = mail") == 1)
    }

    @Test("while a job is unfinished, its unique key prevents a second one") func unique() throws {
        let test = try TestQueue()
        let queue = test.queue
        // snippet: duplicate
        let first = try queue.insert(Report(args: "2026-11"))
        let second = try queue.insert(Report(args: "2026-11"))
        if case .duplicate(let id) = second { print("the job \(id) does it already") }
        // end snippet
        #expect(second == .duplicate(id: first.id))
    }

    @Test("a worker runs the inserted jobs") func work() async throws {
        let test = try TestQueue()
        let queue = test.queue
        let sent = Mutex<[String]>([])
        let handler = LetterHandler { recipient in sent.withLock { $0.append(recipient) } }
        try queue.insert(Letter(args: "ada@example.com"))
        // snippet: worker
        let worker = try Worker(
            queue: queue, handlers: [handler], configuration: Worker.Configuration(concurrency: 4),
            report: { event in
                if case .finished(let claim, let outcome, _, ran: let milliseconds) = event {
                    print("job \(claim.job.id): \(outcome) after \(milliseconds) ms")
                }
            })
        // This call returns when no job is left. With .serve, the worker runs until it is stopped.
        try await worker.run(.drain)
        // end snippet
        #expect(sent.withLock { $0 } == ["ada@example.com"])
    }
}
