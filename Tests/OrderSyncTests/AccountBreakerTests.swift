import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("While the CRM refuses the whole account", .ownThread) struct AccountBreakerTests {
    private func breakers(_ fixture: SyncFixture) throws -> AccountBreaker? {
        try fixture.database.read { try AccountBreaker.read(on: $0) }
    }

    @Test(
        "an order waits in its place without spending an attempt, and the manager gets one e-mail",
        arguments: ["cash_close", "invalid_secret", "api_off", "invalid_plant", "requests_limit"])
    func waits(code: String) async throws {
        let fixture = try SyncFixture()
        try fixture.store(1)
        try fixture.store(2)
        let server = crm(refusal(code))
        #expect(try await fixture.send(to: server.url()) == .finished(.available))
        #expect(try fixture.state(1) == "new")
        #expect(try breakers(fixture)?.reason == code)
        #expect(try fixture.jobs("notify_manager").count == 1)
        #expect(try fixture.jobs("update_shop").isEmpty)
        #expect(try fixture.events(1).last == "waits")

        #expect(try fixture.claim() == nil)
        fixture.advance(by: AccountBudget.probeInterval + 1000)
        let probe = try #require(try fixture.claim())
        #expect(probe.job.subject == "order:1")
        #expect(try await fixture.perform(probe, by: fixture.handler(server.url())) == .finished(.available))
        #expect(try fixture.jobs("notify_manager").count == 1)
    }

    @Test("the refusal of a second order sends no second e-mail")
    func secondOrder() async throws {
        let fixture = try SyncFixture()
        try fixture.store(1)
        try fixture.store(2)
        let first = try #require(try fixture.claim())
        let second = try #require(try fixture.claim())
        let server = crm(refusal("cash_close"))
        try await fixture.perform(first, by: fixture.handler(server.url()))
        // The first e-mail has been sent, so its unique key does not block another one.
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'notify_manager'")
        try await fixture.perform(second, by: fixture.handler(server.url()))
        #expect(try fixture.state(2) == "new")
        #expect(try fixture.jobs("notify_manager").count == 1)
    }

    @Test("another reason or another secret sends a new e-mail")
    func news() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server1 = crm(refusal("cash_close"))
        try await fixture.send(to: server1.url())
        fixture.advance(by: 61_000)
        let server2 = crm(refusal("api_off"))
        try await fixture.send(to: server2.url())
        #expect(try fixture.jobs("notify_manager").count == 2)
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'notify_manager'")
        try fixture.set(["secret": "another"])
        let server3 = crm(refusal("api_off"))
        try await fixture.send(to: server3.url())
        #expect(try fixture.jobs("notify_manager").count == 3)
    }

    @Test("a success ends it, and the next order is sent at once")
    func ends() async throws {
        let fixture = try SyncFixture()
        try fixture.store(1)
        try fixture.store(2)
        let server4 = crm(refusal("cash_close"))
        try await fixture.send(to: server4.url())
        fixture.advance(by: 61_000)
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(try breakers(fixture) == nil)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(try fixture.state(2) == "sent")
    }

    @Test("the refusal of a single order ends it too, because the account works")
    func endsByOwnRefusal() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server5 = crm(refusal("cash_close"))
        try await fixture.send(to: server5.url())
        fixture.advance(by: 61_000)
        let server6 = crm(refusal("invalid_product_keys"))
        try await fixture.send(to: server6.url())
        #expect(try breakers(fixture) == nil)
    }

    @Test("after a doubt, an answered lookup and an accepted order, the next doubt sends its lookup at once")
    func independentDoubts() async throws {
        let fixture = try SyncFixture()
        for id in 1...4 { try fixture.store(id) }
        let answer = { (body: String) in
            ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
        let question = [ScriptedServer.Step.read, answer(#"{"result":"success"}"#)]
        let order = [ScriptedServer.Step.read, answer(taken)]
        let server = ScriptedServer(connections: [[.read], question, order, [.read], question, order])
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        fixture.advance(by: 1_500)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        fixture.advance(by: 1_500)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try breakers(fixture)?.reason == AccountBreaker.noAnswer)
        fixture.advance(by: 1_500)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(try fixture.state(4) == "sent")
    }

    @Test("a request without an answer does not end it")
    func staysOpen() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server7 = crm(refusal("cash_close"))
        try await fixture.send(to: server7.url())
        fixture.advance(by: 61_000)
        try await fixture.send(to: "http://127.0.0.1:\(ScriptedServer.closedPort())/")
        #expect(try breakers(fixture)?.reason == "cash_close")
    }
}
