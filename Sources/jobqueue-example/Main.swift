internal import JobQueue
internal import SQLite

/// A whole program on `JobQueue` and `SQLite`: `jobqueue-example DATABASE` inserts three jobs, works until nothing is
/// left, and tells what it does. Killed at any instant and started again, it goes on where it was.
@main
enum JobQueueExample {
    static func main() async throws {
        let path = CommandLine.arguments.dropFirst().first ?? "example.db"
        let database = try Database(path: path)
        let queue = JobQueue(database: database)
        try database.migrate([QueueSchema.series], now: queue.clock.now())

        try queue.insert(NewJob(kind: "greet", queue: "words", args: #"{"name":"Ada"}"#))
        // Goes first, and is not inserted a second time while it is unfinished.
        try queue.insert(
            NewJob(kind: "greet", queue: "words", args: #"{"name":"Linus"}"#, priority: -1, uniqueKey: "Linus"))
        // A job and what it is about can be stored together or not at all.
        try database.write { connection in
            try connection.execute("CREATE TABLE IF NOT EXISTS visits (name TEXT) STRICT")
            try connection.run("INSERT INTO visits (name) VALUES (?)", "Grace")
            try queue.insert(NewJob(kind: "flaky", queue: "words", maxAttempts: 3), in: connection)
        }

        let worker = try Worker(
            queue: queue, handlers: [Greeting(), Flaky()],
            configuration: Worker.Configuration(concurrency: 1) { [QueueSpec("words")] })
        try await worker.run(.drain)
        let counts = try database.read { try queue.counts(on: $0) }
        for count in counts { print("\(count.kind): \(count.count) \(count.state)") }
    }
}

struct Greeting: JobHandler {
    let kind = "greet"

    func perform(_ claim: Claim) async throws -> JobOutcome {
        print("hello with \(claim.job.args)")
        return .completed()
    }
}

/// Fails at first. What it throws is kept with the attempt, and the job runs again after the backoff.
struct Flaky: JobHandler {
    struct Failure: Error {}
    let kind = "flaky"
    let backoff = Backoff.constant(0)

    func perform(_ claim: Claim) async throws -> JobOutcome {
        print("attempt \(claim.attempt)")
        if claim.attempt < 3 { throw Failure() }
        return .completed(note: "at last")
    }
}
