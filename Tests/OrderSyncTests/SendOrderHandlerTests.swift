import Frontpad
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("A send_order job", .ownThread) struct SendOrderHandlerTests {
    @Test("settles an accepted order with the CRM's ids, and sends no e-mail")
    func accepted() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(try fixture.state() == "sent")
        #expect(try fixture.text("SELECT crm_order_id FROM crm_orders") == "1000020")
        #expect(try fixture.text("SELECT crm_order_number FROM crm_orders") == "143")
        #expect(try fixture.events().last == "sent")
        #expect(try fixture.jobs("update_shop").isEmpty)
        #expect(try fixture.jobs("notify_manager").isEmpty)
        #expect(server.text().contains("product[0]=PZ-001"))
    }

    @Test("tells the shop and the manager by name what the CRM has left out")
    func warnings() async throws {
        let fixture = try SyncFixture()
        try fixture.store(products: [Fixture.product(name: "Tea"), Fixture.product(article: "X", name: "Soup")])
        let server = crm(
            #"{"result":"success","order_id":1,"order_number":2,"warnings":{"invalid_product_keys":{"0":"1"}}}"#)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(try fixture.state() == "sent")
        let update = try #require(try fixture.jobs("update_shop").first)
        #expect(update["set_status"] == .null)
        #expect(update["comment"]?.string?.contains("“Soup”") == true)
        #expect(update["comment"]?.string?.contains("Tea") == false)
        let mail = try fixture.jobs("notify_manager")
        #expect(mail.count == 1)
        #expect(mail.first?["body"]?.string?.contains("“Soup”") == true)
    }

    @Test("fails a refused order and tells the shop and the manager once", arguments: ["boss@example.test", ""])
    func refused(email: String) async throws {
        let fixture = try SyncFixture(["manager_email": email])
        try fixture.store()
        let server = crm(refusal("invalid_product_keys"))
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try fixture.state() == "failed")
        let updates = try fixture.jobs("update_shop")
        #expect(updates.count == 1)
        #expect(updates.first?["set_status"]?.int == 7)
        #expect(updates.first?["comment"]?.string?.contains("NOT sent") == true)
        #expect(try fixture.jobs("notify_manager").count == (email.isEmpty ? 0 : 1))
        #expect(try fixture.events().last == "failed")
        #expect(try fixture.claim() == nil)
    }

    @Test("fails an order and tells the shop and the manager in one transaction")
    func oneTransaction() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        try fixture.run(
            """
            CREATE TRIGGER no_mail BEFORE INSERT ON jobs WHEN NEW.kind = 'notify_manager'
            BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
            """)
        let server = crm(refusal("invalid_product_keys"))
        await #expect(throws: SQLiteError.self) { try await fixture.send(to: server.url()) }
        #expect(try fixture.state() == "sending")
        #expect(try fixture.jobs("update_shop").isEmpty)
        #expect(try fixture.events().contains("failed") == false)
    }

    @Test("refuses an order that cannot be sent before it sends anything")
    func unmappable() async throws {
        let fixture = try SyncFixture()
        try fixture.store(products: [Fixture.product(article: "", name: "Soup")])
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try fixture.state() == "failed")
        #expect(try fixture.jobs("update_shop").first?["comment"]?.string?.contains("“Soup”") == true)
        #expect(server.received().isEmpty)
    }

    @Test("puts an order back to new and returns its request if nothing was sent")
    func notSent() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        #expect(try await fixture.send(to: "http://127.0.0.1:\(ScriptedServer.closedPort())/") == .finished(.scheduled))
        #expect(try fixture.state() == "new")
        #expect(try fixture.spentRequests == 0)
        #expect(try fixture.jobs("update_shop").isEmpty)
        fixture.advance(by: 10 * 60_000)
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(try fixture.state() == "sent")
    }

    @Test("spends a request if bytes were sent")
    func spends() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server = crm(taken)
        try await fixture.send(to: server.url())
        #expect(try fixture.spentRequests == 1)
    }

    @Test("puts an order without an answer in doubt and never claims it again")
    func inDoubt() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server = ScriptedServer(.read)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try fixture.state() == "in_doubt")
        #expect(try fixture.jobs("update_shop").first?["comment"]?.string?.contains("not known") == true)
        #expect(try fixture.jobs("notify_manager").count == 1)
        try fixture.store(seq: 2)
        fixture.advance(by: 3 * 86_400_000)
        #expect(try fixture.claim() == nil)
        #expect(server.received().count == 1)
    }

    @Test("puts an order whose worker died while sending in doubt, and sends nothing")
    func workerDied() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let dead = try #require(try fixture.claim())
        let order = try fixture.order()
        #expect(
            try fixture.database.write {
                try CRMOrderStep.markSending(order, claim: dead, now: 1, in: $0)
            })
        try fixture.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(dead.job.id)")
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try fixture.state() == "in_doubt")
        #expect(server.received().isEmpty)
        #expect(try fixture.jobs("notify_manager").count == 1)
    }

    @Test("sends nothing after its lease is lost, and leaves the order to the next worker")
    func lostLease() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let claim = try #require(try fixture.claim())
        try fixture.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(claim.job.id)")
        let server = crm(taken)
        #expect(try await fixture.perform(claim, by: fixture.handler(server.url())) == .lost)
        #expect(server.received().joined().isEmpty)
        #expect(try fixture.state() == "new")
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
    }

    @Test("does not fail an order at its deadline if another worker is sending it")
    func lostLeaseAtDeadline() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let old = try #require(try fixture.claim())
        try fixture.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(old.job.id)")
        let new = try #require(try fixture.claim())
        let order = try fixture.order()
        #expect(
            try fixture.database.write {
                try CRMOrderStep.markSending(order, claim: new, now: 1, in: $0)
            })
        // The job read the order in the state `new` before it lost its lease. No byte of its request leaves.
        try fixture.run("UPDATE crm_orders SET crm_state = 'new'")
        let server = ScriptedServer(.read)
        let handler = SendOrderHandler(queue: fixture.queue) { [fixture] settings, secret in
            _ = try? fixture.run("UPDATE crm_orders SET crm_state = 'sending'")
            fixture.advance(by: 86_400_000)
            return .init(url: server.url(), secret: secret, timeoutMilliseconds: 30_000)
        }
        #expect(try await fixture.perform(old, by: handler) == .lost)
        #expect(try fixture.state() == "sending")
        #expect(try fixture.jobs("update_shop").isEmpty)
        #expect(server.received().joined().isEmpty)
    }

    @Test("fails an order at its deadline")
    func deadline() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        fixture.advance(by: 86_400_000 + 60_000)
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try fixture.state() == "failed")
        #expect(server.received().isEmpty)
        #expect(try fixture.jobs("update_shop").first?["comment"]?.string?.contains("could not be sent within") == true)
    }

    @Test("sends an order that waits, although the clock has jumped beyond its deadline", arguments: [true, false])
    func clockAhead(isNoticed: Bool) async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let clockStep = ClockStep(queue: fixture.queue)
        try clockStep.look()
        fixture.advance(by: 3_600_000)
        fixture.jumpWall(by: 25 * 3_600_000)
        if isNoticed { try clockStep.look() }
        let server = crm(taken)
        let handler = SendOrderHandler(queue: fixture.queue, clockStep: clockStep) { _, secret in
            .init(url: server.url(), secret: secret, timeoutMilliseconds: 30_000)
        }
        let claim = try #require(try fixture.claim())
        #expect(try await fixture.perform(claim, by: handler) == .finished(.completed))
        #expect(try fixture.state() == "sent")
    }

    @Test("counts real time to an order's deadline also after a jump of the clock")
    func deadlineAfterJump() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let clockStep = ClockStep(queue: fixture.queue)
        try clockStep.look()
        fixture.jumpWall(by: -25 * 3_600_000)
        try clockStep.look()
        fixture.advance(by: 86_400_000 + 60_000)
        let handler = SendOrderHandler(queue: fixture.queue, clockStep: clockStep) { _, secret in
            .init(url: "http://127.0.0.1:1/", secret: secret, timeoutMilliseconds: 30_000)
        }
        let claim = try #require(try fixture.claim())
        #expect(try await fixture.perform(claim, by: handler) == .finished(.discarded))
        #expect(try fixture.state() == "failed")
    }

    @Test("gives up a pre-order for the year after next at the usual deadline") func impossiblePreOrder()
        async throws
    {
        let fixture = try SyncFixture()
        try fixture.store()
        try fixture.run(
            """
            UPDATE orders SET document = replace(document, '"address":{',
                '"address":{"properties":{"extfld_deliverydate":"2028-11-24 19:30:00"},')
            """)
        fixture.advance(by: 86_400_000 + 60_000)
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try fixture.state() == "failed")
        #expect(server.received().isEmpty)
    }

    @Test("fails an order with its last error if the next attempt would come too late")
    func lastAttempt() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let url = "http://127.0.0.1:\(ScriptedServer.closedPort())/"
        let claim = try #require(try fixture.claim())
        let handler = SendOrderHandler(queue: fixture.queue) { _, secret in
            fixture.advance(by: 86_400_000)
            return FrontpadClient(url: url, secret: secret, timeoutMilliseconds: 30_000)
        }
        #expect(try await fixture.perform(claim, by: handler) == .finished(.discarded))
        #expect(try fixture.state() == "failed")
        #expect(try fixture.jobs("update_shop").first?["comment"]?.string?.contains("does not answer") == true)
    }

    @Test("discards a job that names no order", arguments: ["", "[]", "{\"order\":\"x\"}"])
    func noOrder(args: String) async throws {
        let fixture = try SyncFixture()
        try fixture.queue.insert(NewJob(kind: "send_order", queue: "crm", args: args))
        #expect(try await fixture.send(to: "http://127.0.0.1:1/") == .finished(.discarded))
    }

    @Test("waits without spending an attempt if there is no secret")
    func noSecret() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let claim = try #require(try fixture.claim())
        try fixture.set(["secret": nil])
        #expect(try await fixture.perform(claim, by: fixture.handler("http://127.0.0.1:1/")) == .finished(.available))
        #expect(try fixture.state() == "new")
        #expect(try fixture.claim() == nil)
    }
}
