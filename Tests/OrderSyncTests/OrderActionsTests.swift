import Intake
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("What a person can do with an order", .ownThread) struct OrderActionsTests {
    private func retry(_ id: Int64, _ fixture: SyncFixture) throws -> OrderActions.Result {
        try fixture.database.write { try OrderActions(queue: fixture.queue).retry(id, in: $0) }
    }

    private func job(_ fixture: SyncFixture) throws -> Int64 {
        let id = try fixture.database.read {
            try $0.scalar("SELECT max(id) FROM jobs WHERE kind = 'send_order'", as: Int64.self)
        }
        return try #require(id)
    }

    @Test("cancelling the sending fails the order, with the reason in its history")
    func cancel() throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let id = try job(fixture)
        let result = try fixture.database.write { try OrderActions(queue: fixture.queue).cancel(id, in: $0) }
        #expect(result == .done(job: id))
        #expect(try fixture.state() == "failed")
        #expect(try fixture.events().last == "cancelled")
        #expect(try fixture.claim() == nil)
    }

    @Test(
        "a job that runs but has not begun to send is asked to stop; its order fails and is not sent"
    )
    func cancelRunning() throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let claim = try #require(try fixture.claim())
        let result = try fixture.database.write { try OrderActions(queue: fixture.queue).cancel(claim.job.id, in: $0) }
        #expect(result == .done(job: claim.job.id))
        #expect(try fixture.state() == "failed")
        #expect(try fixture.events().last == "cancelled")
        #expect(try !fixture.database.read { try fixture.queue.holds(claim, on: $0) })
        let end = try fixture.database.write { try fixture.queue.finish(claim, .retry(error: "e"), in: $0) }
        #expect(end == .finished(.cancelled))
    }

    @Test("a job that is sending its order at this moment is not cancelled, and the refusal says so")
    func cancelSending() throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let claim = try #require(try fixture.claim())
        _ = try fixture.run("UPDATE crm_orders SET crm_state = 'sending'")
        let result = try fixture.database.write { try OrderActions(queue: fixture.queue).cancel(claim.job.id, in: $0) }
        #expect(result == .refused("its order is being sent at this moment"))
        #expect(try fixture.state() == "sending")
        #expect(try fixture.database.read { try fixture.queue.holds(claim, on: $0) })
    }

    @Test("a failed order is sent again by a new job")
    func retryFailed() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let refusing = crm(refusal("invalid_product_keys"))
        try await fixture.send(to: refusing.url())
        let old = try job(fixture)
        guard case .done(let new) = try retry(old, fixture) else {
            Issue.record("it was refused")
            return
        }
        #expect(new != old)
        #expect(try fixture.state() == "new")
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
    }

    @Test("an order that is or may be in the CRM is not sent again", arguments: ["sent", "in_doubt", "sending"])
    func retryRefused(state: String) throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let id = try job(fixture)
        try fixture.run("UPDATE crm_orders SET crm_state = '\(state)'")
        guard case .refused = try retry(id, fixture) else {
            Issue.record("it may be sent twice")
            return
        }
        #expect(try fixture.state() == state)
    }

    @Test("an unknown job is reported") func none() throws {
        #expect(try retry(99, try SyncFixture()) == .noSuchJob)
    }

    private func inDoubt() async throws -> SyncFixture {
        let fixture = try SyncFixture()
        try fixture.store()
        let server = ScriptedServer(.read)
        try await fixture.send(to: server.url())
        return fixture
    }

    private func resolve(_ finding: OrderActions.Finding, _ fixture: SyncFixture) throws -> OrderActions.Resolution {
        try fixture.database.write {
            try OrderActions(queue: fixture.queue).resolve(OrderReference(order: 7, incarnation: 1), finding, in: $0)
        }
    }

    @Test("an order in doubt that a person found in the CRM becomes sent")
    func found() async throws {
        let fixture = try await inDoubt()
        #expect(try resolve(.sent(crmOrderID: "5"), fixture) == .sent)
        #expect(try fixture.state() == "sent")
        #expect(try fixture.text("SELECT crm_order_id FROM crm_orders") == "5")
        #expect(try fixture.claim() == nil)
    }

    @Test("an order in doubt that a person did not find is sent, once")
    func notFound() async throws {
        let fixture = try await inDoubt()
        guard case .queued = try resolve(.notSent, fixture) else {
            Issue.record("it was refused")
            return
        }
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(try fixture.claim() == nil)
        guard case .refused = try resolve(.notSent, fixture) else {
            Issue.record("it would be sent twice")
            return
        }
    }

    @Test(
        "a job whose order the shop has cancelled is not retried, and the refusal says what sends the order all the same"
    )
    func retryCancelled() throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let reference = try fixture.reference()
        _ = try fixture.database.write { try CancelRequest.make(reference, in: $0) }
        guard case .refused(let why) = try retry(try job(fixture), fixture) else {
            Issue.record("it was retried")
            return
        }
        #expect(why.contains("frontpad-enqueue send"))
        #expect(try fixture.claim() == nil)
    }

    @Test(
        "an order that is cancelled while its worker has died in the middle of sending ends in doubt, and the manager is told"
    )
    func cancelledWhileSending() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let claim = try #require(try fixture.claim())
        let order = try fixture.order()
        #expect(try fixture.database.write { try CRMOrderStep.markSending(order, claim: claim, now: 1, in: $0) })
        // The worker is lost, and its job waits for another worker.
        try fixture.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(claim.job.id)")
        _ = try fixture.database.write { try CancelRequest.make(order.reference, in: $0) }
        fixture.advance(by: 5_000)
        try await fixture.perform(try #require(try fixture.claim()), by: fixture.handler("http://127.0.0.1:1"))
        #expect(try fixture.state() == "in_doubt")
    }

    @Test("a cancellation withdraws the job that is running, and the order needs a new reason to be sent")
    func cancelledWhileClaimed() async throws {
        let fixture = try SyncFixture(["send_status": "2", "cancel_statuses": "4"])
        try fixture.store(event: "status", seq: 2, status: 2)
        let claim = try #require(try fixture.claim())
        try fixture.store(event: "status", seq: 3, status: 4)
        // The order is no longer cancelled, but it does not have the trigger status either.
        try fixture.store(event: "status", seq: 4, status: 3)
        fixture.advance(by: 5_000)
        try await fixture.perform(claim, by: fixture.handler("http://127.0.0.1:1"))
        fixture.advance(by: 60_000)
        let again = try fixture.claim()
        if let again { try await fixture.perform(again, by: fixture.handler("http://127.0.0.1:1")) }
        #expect(try fixture.state() == "new")
        #expect(try fixture.count("SELECT count(*) FROM jobs WHERE kind = 'send_order' AND state <> 'cancelled'") == 0)
        try fixture.store(event: "status", seq: 5, status: 2)
        #expect(try fixture.claim() != nil)
    }
}
