import Intake
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

/// A new kind of job. ``QueuePlan`` does not know its queue.
private struct CountGuestsJob: JSONJobKind {
    static let kind = "count_guests"
    static let queue = "guests"
    let json: JSON.Object = [:]

    init() {}
    init?(json: JSON) {}
}

private struct CountGuestsHandler: JobHandler {
    func perform(_ job: CountGuestsJob, claim: Claim) async throws -> JobOutcome { .completed() }
}

@Suite("The kinds of jobs", .ownThread) struct JobKindTests {
    private func only(_ kind: String, in fixture: SyncFixture) throws -> Job {
        let jobs = try fixture.database.read {
            try fixture.queue.jobs(JobFilter(kind: kind), limit: 2, on: $0)
        }
        try #require(jobs.count == 1)
        return jobs[0]
    }

    /// Expects that the job from a trigger equals the job that this kind would insert. Only the subject is not
    /// compared, because it may contain more than the args.
    private func expect(_ job: Job, isLike kind: some JobKind) {
        let wanted = NewJob(kind)
        #expect(job.kind == wanted.kind)
        #expect(job.queue == wanted.queue)
        #expect(job.args == wanted.args)
        #expect(job.priority == wanted.priority)
        #expect(job.maxAttempts == wanted.maxAttempts)
        #expect(job.uniqueKey == wanted.uniqueKey)
        if let subject = wanted.subject { #expect(job.subject == subject) }
    }

    @Test("the trigger's send_order matches the handler's")
    func sendOrder() throws {
        let fixture = try SyncFixture()
        try fixture.store()
        expect(try only("send_order", in: fixture), isLike: SendOrderJob(reference: try fixture.reference()))
    }

    @Test("the triggers' apply_crm_status matches the handler's, whether the order is known at once or later")
    func applyCRMStatus() throws {
        let fixture = try SyncFixture()
        try fixture.store()
        try fixture.database.write {
            _ = try CRMEvent(source: .command, crmOrderID: "1000020", orderID: nil, status: "10").store(in: $0)
        }
        let first = try only("apply_crm_status", in: fixture)
        expect(first, isLike: ApplyCRMStatusJob(event: 1))
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE id = \(first.id)")
        try fixture.run("UPDATE crm_events SET state = 'unmatched'")
        try fixture.run("UPDATE jobs SET kind = 'past' WHERE id = \(first.id)")
        try fixture.run("UPDATE crm_orders SET crm_order_id = '1000020'")
        let second = try only("apply_crm_status", in: fixture)
        expect(second, isLike: ApplyCRMStatusJob(event: 1))
        #expect(second.subject == "order:7")
    }

    @Test("the trigger's check_article matches the handler's")
    func checkArticle() throws {
        let fixture = try SyncFixture()
        try fixture.save("A-1")
        expect(try only("check_article", in: fixture), isLike: CheckArticleJob(check: 1))
    }

    @Test("the trigger's queue for orders of a restored database has no handler")
    func unconfirmed() throws {
        #expect(!SyncWorker.handlers(queue: try SyncFixture().queue).queues.contains(SendingPause.queue))
    }

    @Test("the guide's table lists each kind with its queue")
    func guide() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let guide = try #require(Files.read("\(root)/ops/docs/how-an-order-travels.md"))
        let rows = String(decoding: guide, as: UTF8.self).split(separator: "\n").compactMap { line -> [String]? in
            let cells = line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
            return cells.count == 4 && line.hasPrefix("| `") ? Array(cells.prefix(2)) : nil
        }
        let kinds = SyncWorker.handlers(queue: try SyncFixture().queue).map { handler in
            func names<Handler: JobHandler>(_ handler: Handler) -> [String] { [Handler.Kind.kind, Handler.Kind.queue] }
            return names(handler)
        }
        #expect(Set(rows) == Set(kinds))
    }

    @Test("each kind reads back what it has written")
    func roundTrips() throws {
        let reference = OrderReference(order: 7, incarnation: 2)
        #expect(SendOrderJob(args: SendOrderJob(reference: reference).args)?.reference == reference)
        #expect(PollStatusJob(args: PollStatusJob(reference: reference).args)?.reference == reference)
        #expect(LookForOrderJob(args: LookForOrderJob(reference: reference).args)?.reference == reference)
        #expect(ApplyCRMStatusJob(args: ApplyCRMStatusJob(event: 3).args)?.event == 3)
        #expect(CheckArticleJob(args: CheckArticleJob(check: 3).args)?.check == 3)
        #expect(RefreshProductsJob(args: RefreshProductsJob().args) != nil)
        #expect(ResyncJob(args: ResyncJob().args) != nil)
        for job in [
            UpdateShopJob(reference: reference), UpdateShopJob(reference: reference, setStatus: 3, comment: "«a»\n"),
        ] {
            #expect(UpdateShopJob(args: job.args) == job)
        }
        for about in [reference, nil] {
            let mail = NotifyManagerJob(mailSubject: "a", body: "b\n", reference: about, topic: nil)
            #expect(NotifyManagerJob(args: mail.args) == mail)
        }
    }

    @Test("a job with args of another form is discarded", arguments: ["", "{}", "[]", #"{"order":"x"}"#, "null"])
    func unusableArgs(args: String) async throws {
        let fixture = try SyncFixture()
        let handlers = SyncWorker.handlers(queue: fixture.queue).filter {
            !($0 is RefreshProductsHandler) && !($0 is ResyncHandler)
        }
        for (index, handler) in handlers.enumerated() {
            try fixture.queue.insert(NewJob(kind: "any", queue: "queue \(index)", args: args))
            let claim = try fixture.claim(from: "queue \(index)")
            #expect(try await fixture.perform(claim, by: handler) == .finished(.discarded))
        }
    }

    @Test("a new kind in a queue without a plan runs even if all planned queues are parked")
    func unplannedQueue() async throws {
        let fixture = try SyncFixture(["secret": "", "shop_command": "", "manager_email": ""])
        try fixture.store()
        try fixture.queue.insert(CountGuestsJob())
        let plan = try fixture.database.read { try QueuePlan.read(on: $0, sendmail: "/nowhere") }
        let handlers: [any JobHandler] = SyncWorker.handlers(queue: fixture.queue) + [CountGuestsHandler()]
        let worker = try Worker(
            queue: fixture.queue, handlers: handlers,
            configuration: Worker.Configuration(concurrency: 1) { plan.service })
        try await worker.run(.drain)
        #expect(try only("count_guests", in: fixture).state == .completed)
        #expect(try only("send_order", in: fixture).state == .available)
    }
}
