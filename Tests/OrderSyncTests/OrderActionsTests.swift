import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("What a person may do about an order") struct OrderActionsTests {
    private func retry(_ id: Int64, _ bench: Bench) throws -> OrderActions.Result {
        try bench.database.write { try OrderActions(queue: bench.queue).retry(id, in: $0) }
    }

    private func job(_ bench: Bench) throws -> Int64 {
        let id = try bench.database.read {
            try $0.scalar("SELECT max(id) FROM jobs WHERE kind = 'send_order'", as: Int64.self)
        }
        return try #require(id)
    }

    @Test("cancelling the sending fails the order with the reason in its story")
    func cancel() throws {
        let bench = try Bench()
        try bench.store()
        let id = try job(bench)
        let result = try bench.database.write { try OrderActions(queue: bench.queue).cancel(id, in: $0) }
        #expect(result == .done(job: id))
        #expect(try bench.state() == "failed")
        #expect(try bench.events().last == "cancelled")
        #expect(try bench.claim() == nil)
    }

    @Test(
        "a job that runs and has not begun to send is asked to stop, and its order is failed: it sends nothing any more"
    )
    func cancelRunning() throws {
        let bench = try Bench()
        try bench.store()
        let claim = try #require(try bench.claim())
        let result = try bench.database.write { try OrderActions(queue: bench.queue).cancel(claim.job.id, in: $0) }
        #expect(result == .done(job: claim.job.id))
        #expect(try bench.state() == "failed")
        #expect(try bench.events().last == "cancelled")
        #expect(try !bench.database.read { try bench.queue.holds(claim, on: $0) })
        let end = try bench.database.write { try bench.queue.finish(claim, .retry(error: "e"), in: $0) }
        #expect(end == .finished(.cancelled))
    }

    @Test("a job whose order is being sent at this moment is not cancelled, and the refusal says so")
    func cancelSending() throws {
        let bench = try Bench()
        try bench.store()
        let claim = try #require(try bench.claim())
        _ = try bench.run("UPDATE crm_orders SET crm_state = 'sending'")
        let result = try bench.database.write { try OrderActions(queue: bench.queue).cancel(claim.job.id, in: $0) }
        #expect(result == .refused("its order is being sent at this moment"))
        #expect(try bench.state() == "sending")
        #expect(try bench.database.read { try bench.queue.holds(claim, on: $0) })
    }

    @Test("a failed order is sent again by a new job")
    func retryFailed() async throws {
        let bench = try Bench()
        try bench.store()
        let refusing = crm(refusal("invalid_product_keys"))
        try await bench.send(to: refusing.url())
        let old = try job(bench)
        guard case .done(let new) = try retry(old, bench) else {
            Issue.record("it was refused")
            return
        }
        #expect(new != old)
        #expect(try bench.state() == "new")
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
    }

    @Test("an order that is or may be in the CRM is not sent again", arguments: ["sent", "in_doubt", "sending"])
    func retryRefused(state: String) throws {
        let bench = try Bench()
        try bench.store()
        let id = try job(bench)
        try bench.run("UPDATE crm_orders SET crm_state = '\(state)'")
        guard case .refused = try retry(id, bench) else {
            Issue.record("it may be sent twice")
            return
        }
        #expect(try bench.state() == state)
    }

    @Test("a job that is none is said") func none() throws {
        #expect(try retry(99, try Bench()) == .noSuchJob)
    }

    private func inDoubt() async throws -> Bench {
        let bench = try Bench()
        try bench.store()
        let server = ScriptedServer(.read)
        try await bench.send(to: server.url())
        return bench
    }

    private func resolve(_ finding: OrderActions.Finding, _ bench: Bench) throws -> OrderActions.Resolution {
        try bench.database.write { try OrderActions(queue: bench.queue).resolve(order: 7, finding, in: $0) }
    }

    @Test("an order in doubt that a person found in the CRM is sent")
    func found() async throws {
        let bench = try await inDoubt()
        #expect(try resolve(.sent(crmOrderID: "5"), bench) == .sent)
        #expect(try bench.state() == "sent")
        #expect(try bench.text("SELECT crm_order_id FROM crm_orders") == "5")
        #expect(try bench.claim() == nil)
    }

    @Test("an order in doubt that a person did not find is sent, once")
    func notFound() async throws {
        let bench = try await inDoubt()
        guard case .queued = try resolve(.notSent, bench) else {
            Issue.record("it was refused")
            return
        }
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        #expect(try bench.claim() == nil)
        guard case .refused = try resolve(.notSent, bench) else {
            Issue.record("it would be sent twice")
            return
        }
    }
}
