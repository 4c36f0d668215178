import JobQueue
import SQLite
import TestSupport
import Testing

/// A kind of job with two numbers as args, written as "2+3". It has its own queue.
private struct Sum: JobKind {
    static let kind = "sum"
    static let queue = "sums"
    static let priority = 3
    static let maxAttempts = 2
    let left: Int
    let right: Int

    init(_ left: Int, _ right: Int) { (self.left, self.right) = (left, right) }

    init?(args: String) {
        let numbers = args.split(separator: "+").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        self.init(numbers[0], numbers[1])
    }

    var args: String { "\(left)+\(right)" }
    var subject: String? { "number:\(left)" }
    var uniqueKey: String? { "sum:\(args)" }
}

private struct Adder: JobHandler {
    let backoff = Backoff.constant(0)
    let results = EventLog<String>()

    func perform(_ job: Sum, claim: Claim) async throws -> JobOutcome {
        if job.left < 0 { return .retry(error: "negative") }
        return .completed(note: "\(job.left + job.right)")
    }

    func gaveUp(on job: Sum, claim: Claim, error: String, in connection: Connection) throws {
        results.append("\(job.left) is \(error)")
    }
}

@Suite("A kind of job", .ownThread) struct JobKindTests {
    @Test("defines its jobs' properties, and its handler gets the args back")
    func typed() async throws {
        let test = try TestQueue()
        let id = try test.queue.insert(Sum(2, 3), scheduledAt: test.clock.now).id
        let job = try test.job(id)
        #expect((job.kind, job.queue, job.args) == ("sum", "sums", "2+3"))
        #expect((job.priority, job.maxAttempts) == (3, 2))
        #expect((job.subject, job.uniqueKey) == ("number:2", "sum:2+3"))
        #expect(try test.queue.insert(Sum(2, 3)) == .duplicate(id: id))
        try await TestWorker(test, Adder()).run(.drain)
        #expect(try test.attempts(of: id).map(\.error) == ["5"])
    }

    @Test("is told, with its args, in the transaction that discards the job")
    func gaveUp() async throws {
        let test = try TestQueue()
        let id = try test.queue.insert(Sum(-2, 3)).id
        let adder = Adder()
        try await TestWorker(test, adder).run(.drain)
        #expect(try test.job(id).state == .discarded)
        #expect(adder.results.all == ["-2 is negative"])
    }

    @Test("a job with args that its kind cannot read is discarded at once, with an error that names the kind")
    func unusableArgs() async throws {
        let test = try TestQueue()
        let id = try test.queue.insert(NewJob(kind: Sum.kind, queue: Sum.queue, args: "{}")).id
        try await TestWorker(test, Adder()).run(.drain)
        let job = try test.job(id)
        #expect((job.state, job.attempt) == (.discarded, 1))
        #expect(job.reason?.contains("«sum»") == true)
    }

    @Test(
        "has its queue served even if the worker's plan does not know it and parks all that it knows")
    func unplannedQueue() async throws {
        let test = try TestQueue()
        let sum = try test.queue.insert(Sum(2, 3)).id
        let work = try test.insert()
        let worker = try TestWorker(
            test,
            plan: {
                var plan: ServicePlan = [QueueSpec("other", budgets: ["calls"])]
                plan.park("default")
                return plan
            }, ClosureHandler { _ in .completed() }, Adder())
        try await worker.run(.drain)
        #expect(try test.job(sum).state == .completed)
        #expect(try test.job(work).state == .available)
    }

    @Test("the plan looks into queues in the order of the handlers, each once")
    func order() {
        let handlers: [any JobHandler] = [
            Adder(), ClosureHandler { _ in .completed() }, ClosureHandler(KindA.self) { _ in .completed() },
        ]
        #expect(handlers.queues == ["sums", "default"])
        var plan: ServicePlan = [QueueSpec("default", concurrency: 1)]
        #expect(plan.specs(of: handlers.queues) == [QueueSpec("sums"), QueueSpec("default", concurrency: 1)])
        plan.park("sums")
        #expect(plan.specs(of: handlers.queues).map(\.name) == ["default"])
        plan.serve(QueueSpec("sums", budgets: ["calls"]))
        #expect(plan.specs(of: handlers.queues).first == QueueSpec("sums", budgets: ["calls"]))
    }
}
