internal import JobQueue
internal import SQLite

/// The queue to measure.
struct Bench {
    static let kind = "nothing"
    static let queueName = "bench"

    let options: Options
    let queue: JobQueue

    init(_ options: Options) throws {
        self.options = options
        let database = try Database(path: options.database)
        let queue = JobQueue(database: database)
        try database.migrate([QueueSchema.series], now: queue.clock.now())
        self.queue = queue
    }

    /// With `--wait`: says that everything is open, and waits for a line before it begins.
    func begin() {
        guard options.waits else { return }
        say("ready")
        _ = readLine()
    }

    /// A job whose arguments have the time of its insertion.
    static func job() -> NewJob {
        NewJob(kind: kind, queue: queueName, args: #"{"at":\#(nanoseconds())}"#)
    }

    /// The time that ``job()`` stored.
    static func insertionTime(_ job: Job) -> UInt64? {
        UInt64(job.args.filter(\.isNumber))
    }
}

struct BenchJob: JobKind {
    static let kind = Bench.kind
    static let queue = Bench.queueName
    let args: String
}

/// Does nothing, but can observe the claim.
struct NoWork: JobHandler {
    var look: @Sendable (Claim) -> Void = { _ in }

    func perform(_ job: BenchJob, claim: Claim) async throws -> JobOutcome {
        look(claim)
        return .completed()
    }
}
