import Frontpad
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("A job that sends an order") struct SendOrderHandlerTests {
    @Test("settles an accepted order with the CRM's ids, and bothers nobody")
    func accepted() async throws {
        let bench = try Bench()
        try bench.store()
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        #expect(try bench.state() == "sent")
        #expect(try bench.text("SELECT crm_order_id FROM crm_orders") == "1000020")
        #expect(try bench.text("SELECT crm_order_number FROM crm_orders") == "143")
        #expect(try bench.events().last == "sent")
        #expect(try bench.jobs("update_shop").isEmpty)
        #expect(try bench.jobs("notify_manager").isEmpty)
        #expect(server.text().contains("product[0]=PZ-001"))
    }

    @Test("tells the shop and the manager by name what the CRM has left out")
    func warnings() async throws {
        let bench = try Bench()
        try bench.store(products: [Fixture.product(name: "Tea"), Fixture.product(article: "X", name: "Soup")])
        let server = crm(
            #"{"result":"success","order_id":1,"order_number":2,"warnings":{"invalid_product_keys":{"0":"1"}}}"#)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        #expect(try bench.state() == "sent")
        let update = try #require(try bench.jobs("update_shop").first)
        #expect(update["set_status"] == .null)
        #expect(update["comment"]?.string?.contains("«Soup»") == true)
        #expect(update["comment"]?.string?.contains("Tea") == false)
        let mail = try bench.jobs("notify_manager")
        #expect(mail.count == 1)
        #expect(mail.first?["body"]?.string?.contains("«Soup»") == true)
    }

    @Test("fails a refused order and tells the shop and the manager once", arguments: ["boss@example.test", ""])
    func refused(email: String) async throws {
        let bench = try Bench(["manager_email": email])
        try bench.store()
        let server = crm(refusal("invalid_product_keys"))
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        #expect(try bench.state() == "failed")
        let updates = try bench.jobs("update_shop")
        #expect(updates.count == 1)
        #expect(updates.first?["set_status"]?.int == 7)
        #expect(updates.first?["comment"]?.string?.contains("NOT sent") == true)
        #expect(try bench.jobs("notify_manager").count == (email.isEmpty ? 0 : 1))
        #expect(try bench.events().last == "failed")
        #expect(try bench.claim() == nil)
    }

    @Test("fails an order, tells the shop and the manager in one transaction or does none of it")
    func oneTransaction() async throws {
        let bench = try Bench()
        try bench.store()
        try bench.run(
            """
            CREATE TRIGGER no_mail BEFORE INSERT ON jobs WHEN NEW.kind = 'notify_manager'
            BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
            """)
        let server = crm(refusal("invalid_product_keys"))
        await #expect(throws: SQLiteError.self) { try await bench.send(to: server.url()) }
        #expect(try bench.state() == "sending")
        #expect(try bench.jobs("update_shop").isEmpty)
        #expect(try bench.events().contains("failed") == false)
    }

    @Test("refuses an order that cannot be sent before anything leaves")
    func unmappable() async throws {
        let bench = try Bench()
        try bench.store(products: [Fixture.product(article: "", name: "Soup")])
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        #expect(try bench.state() == "failed")
        #expect(try bench.jobs("update_shop").first?["comment"]?.string?.contains("«Soup»") == true)
        #expect(server.received().isEmpty)
    }

    @Test("takes an order back to new when nothing left, and gives its request back")
    func notSent() async throws {
        let bench = try Bench()
        try bench.store()
        #expect(try await bench.send(to: "http://127.0.0.1:\(ScriptedServer.closedPort())/") == .finished(.scheduled))
        #expect(try bench.state() == "new")
        #expect(try bench.spentRequests == 0)
        #expect(try bench.jobs("update_shop").isEmpty)
        bench.advance(by: 10 * 60_000)
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        #expect(try bench.state() == "sent")
    }

    @Test("spends a request where bytes left")
    func spends() async throws {
        let bench = try Bench()
        try bench.store()
        let server = crm(taken)
        try await bench.send(to: server.url())
        #expect(try bench.spentRequests == 1)
    }

    @Test("puts an order without an answer in doubt and never claims it again")
    func inDoubt() async throws {
        let bench = try Bench()
        try bench.store()
        let server = ScriptedServer(.read)
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        #expect(try bench.state() == "in_doubt")
        #expect(try bench.jobs("update_shop").first?["comment"]?.string?.contains("not known") == true)
        #expect(try bench.jobs("notify_manager").count == 1)
        try bench.store(seq: 2)
        bench.advance(by: 3 * 86_400_000)
        #expect(try bench.claim() == nil)
        #expect(server.received().count == 1)
    }

    @Test("finds an order whose worker died while sending in doubt, and sends nothing")
    func workerDied() async throws {
        let bench = try Bench()
        try bench.store()
        let dead = try #require(try bench.claim())
        let reference = try bench.reference()
        #expect(
            try bench.database.write {
                try CRMOrderStep.markSending(reference, claim: dead, now: 1, in: $0)
            })
        try bench.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(dead.job.id)")
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        #expect(try bench.state() == "in_doubt")
        #expect(server.received().isEmpty)
        #expect(try bench.jobs("notify_manager").count == 1)
    }

    @Test("sends nothing after its lease is lost, and leaves the order to the next one")
    func lostLease() async throws {
        let bench = try Bench()
        try bench.store()
        let claim = try #require(try bench.claim())
        try bench.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(claim.job.id)")
        let server = crm(taken)
        #expect(try await bench.perform(claim, by: bench.handler(server.url())) == .lost)
        #expect(server.received().joined().isEmpty)
        #expect(try bench.state() == "new")
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
    }

    @Test("does not fail an order at its deadline that another worker is sending")
    func lostLeaseAtDeadline() async throws {
        let bench = try Bench()
        try bench.store()
        let old = try #require(try bench.claim())
        try bench.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(old.job.id)")
        let new = try #require(try bench.claim())
        let reference = try bench.reference()
        #expect(
            try bench.database.write {
                try CRMOrderStep.markSending(reference, claim: new, now: 1, in: $0)
            })
        // It had seen the order as new before it lost the lease: its request ends without having left.
        try bench.run("UPDATE crm_orders SET crm_state = 'new'")
        let server = ScriptedServer(.read)
        let handler = SendOrderHandler(queue: bench.queue) { [bench] settings, secret in
            _ = try? bench.run("UPDATE crm_orders SET crm_state = 'sending'")
            bench.advance(by: 86_400_000)
            return .init(url: server.url(), secret: secret, timeoutMilliseconds: 30_000)
        }
        #expect(try await bench.perform(old, by: handler) == .lost)
        #expect(try bench.state() == "sending")
        #expect(try bench.jobs("update_shop").isEmpty)
        #expect(server.received().joined().isEmpty)
    }

    @Test("fails an order whose time to be sent has run out")
    func deadline() async throws {
        let bench = try Bench()
        try bench.store()
        bench.advance(by: 86_400_000 + 60_000)
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        #expect(try bench.state() == "failed")
        #expect(server.received().isEmpty)
        #expect(try bench.jobs("update_shop").first?["comment"]?.string?.contains("run out") == true)
    }

    @Test("gives up a pre-order for the year after next when any order's time is up") func impossiblePreOrder()
        async throws
    {
        let bench = try Bench()
        try bench.store()
        try bench.run(
            """
            UPDATE orders SET document = replace(document, '"address":{',
                '"address":{"properties":{"extfld_deliverydate":"2028-11-24 19:30:00"},')
            """)
        bench.advance(by: 86_400_000 + 60_000)
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        #expect(try bench.state() == "failed")
        #expect(server.received().isEmpty)
    }

    @Test("fails an order with the last error where the next attempt would come too late")
    func lastAttempt() async throws {
        let bench = try Bench()
        try bench.store()
        let url = "http://127.0.0.1:\(ScriptedServer.closedPort())/"
        let claim = try #require(try bench.claim())
        let handler = SendOrderHandler(queue: bench.queue) { _, secret in
            bench.advance(by: 86_400_000)
            return FrontpadClient(url: url, secret: secret, timeoutMilliseconds: 30_000)
        }
        #expect(try await bench.perform(claim, by: handler) == .finished(.discarded))
        #expect(try bench.state() == "failed")
        #expect(try bench.jobs("update_shop").first?["comment"]?.string?.contains("does not answer") == true)
    }

    @Test("discards a job that names no order", arguments: ["", "[]", "{\"order\":\"x\"}"])
    func noOrder(args: String) async throws {
        let bench = try Bench()
        try bench.queue.insert(NewJob(kind: "send_order", queue: "crm", args: args))
        #expect(try await bench.send(to: "http://127.0.0.1:1/") == .finished(.discarded))
    }

    @Test("waits unspent where there is no secret")
    func noSecret() async throws {
        let bench = try Bench()
        try bench.store()
        let claim = try #require(try bench.claim())
        try bench.set(["secret": nil])
        #expect(try await bench.perform(claim, by: bench.handler("http://127.0.0.1:1/")) == .finished(.available))
        #expect(try bench.state() == "new")
        #expect(try bench.claim() == nil)
    }
}
