internal import JobQueue
internal import SQLite

/// A complete program with `JobQueue` and `SQLite`: `jobqueue-example DATABASE` inserts three jobs, works until none is
/// left, and prints what it does. If it is killed and started again, it continues where it was.
@main
enum JobQueueExample {
    static func main() async throws {
        let path = CommandLine.arguments.dropFirst().first ?? "example.db"
        let database = try Database(path: path)
        let queue = JobQueue(database: database)
        try database.migrate([QueueSchema.series], now: queue.clock.now())

        // A job and the data that it belongs to are stored together or not at all.
        try database.write { connection in
            try connection.execute("CREATE TABLE IF NOT EXISTS visits (name TEXT) STRICT")
            try connection.run("INSERT INTO visits (name) VALUES (?)", "Grace")
            try queue.insert(Flaky(), in: connection)
        }
        for name in ["Linus", "Ada", "Linus"] { try queue.insert(Greeting(args: name)) }

        // The worker serves the queues of its handlers.
        let worker = try Worker(
            queue: queue, handlers: [Greeter(), FlakyHandler()], configuration: Worker.Configuration(concurrency: 1))
        try await worker.run(.drain)
        let counts = try database.read { try queue.counts(on: $0) }
        for count in counts { print("\(count.kind): \(count.count) \(count.state)") }
    }
}

struct Greeting: JobKind {
    static let kind = "greet"
    static let queue = "words"
    /// Runs before jobs with a greater number.
    static let priority = -1
    let args: String
    /// While a greeting with this key is unfinished, inserting another one does nothing.
    var uniqueKey: String? { args }
}

struct Greeter: JobHandler {
    func perform(_ job: Greeting, claim: Claim) async throws -> JobOutcome {
        print("hello, \(job.args)")
        return .completed()
    }
}

struct Flaky: JobKind {
    static let kind = "flaky"
    static let queue = "words"
    static let maxAttempts = 3
    var args = ""
}

/// Fails twice. The error is stored with the attempt, and the job runs again after the backoff.
struct FlakyHandler: JobHandler {
    struct Failure: Error {}
    let backoff = Backoff.constant(0)

    func perform(_ job: Flaky, claim: Claim) async throws -> JobOutcome {
        print("attempt \(claim.attempt)")
        if claim.attempt < 3 { throw Failure() }
        return .completed(note: "at last")
    }
}
