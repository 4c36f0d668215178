import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("While the CRM refuses the whole account") struct AccountBreakerTests {
    private func breakers(_ bench: Bench) throws -> AccountBreaker? {
        try bench.database.read { try AccountBreaker.read(on: $0) }
    }

    @Test(
        "an order waits in its place, unspent, and the manager hears once",
        arguments: ["cash_close", "invalid_secret", "api_off", "invalid_plant", "requests_limit"])
    func waits(code: String) async throws {
        let bench = try Bench()
        try bench.store(1)
        try bench.store(2)
        let server = crm(refusal(code))
        #expect(try await bench.send(to: server.url()) == .finished(.available))
        #expect(try bench.state(1) == "new")
        #expect(try breakers(bench)?.reason == code)
        #expect(try bench.jobs("notify_manager").count == 1)
        #expect(try bench.jobs("update_shop").isEmpty)
        #expect(try bench.events(1).last == "waits")

        #expect(try bench.claim() == nil)
        bench.advance(by: AccountBreaker.probeInterval + 1000)
        let probe = try #require(try bench.claim())
        #expect(probe.job.subject == "order:1")
        #expect(try await bench.perform(probe, by: bench.handler(server.url())) == .finished(.available))
        #expect(try bench.jobs("notify_manager").count == 1)
    }

    @Test("a refusal of the second order tells the manager nothing new")
    func secondOrder() async throws {
        let bench = try Bench()
        try bench.store(1)
        try bench.store(2)
        let first = try #require(try bench.claim())
        let second = try #require(try bench.claim())
        let server = crm(refusal("cash_close"))
        try await bench.perform(first, by: bench.handler(server.url()))
        // The first e-mail has gone: its unique key holds nothing back any more.
        try bench.run("UPDATE jobs SET state = 'completed' WHERE kind = 'notify_manager'")
        try await bench.perform(second, by: bench.handler(server.url()))
        #expect(try bench.state(2) == "new")
        #expect(try bench.jobs("notify_manager").count == 1)
    }

    @Test("another reason, and another secret, are news")
    func news() async throws {
        let bench = try Bench()
        try bench.store()
        let server1 = crm(refusal("cash_close"))
        try await bench.send(to: server1.url())
        bench.advance(by: 61_000)
        let server2 = crm(refusal("api_off"))
        try await bench.send(to: server2.url())
        #expect(try bench.jobs("notify_manager").count == 2)
        try bench.run("UPDATE jobs SET state = 'completed' WHERE kind = 'notify_manager'")
        try bench.set(["secret": "another"])
        let server3 = crm(refusal("api_off"))
        try await bench.send(to: server3.url())
        #expect(try bench.jobs("notify_manager").count == 3)
    }

    @Test("a success ends it, and the next order leaves at once")
    func ends() async throws {
        let bench = try Bench()
        try bench.store(1)
        try bench.store(2)
        let server4 = crm(refusal("cash_close"))
        try await bench.send(to: server4.url())
        bench.advance(by: 61_000)
        let server = crm(taken)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        #expect(try breakers(bench) == nil)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        #expect(try bench.state(2) == "sent")
    }

    @Test("a refusal of one order's own ends it too: the account is served")
    func endsByOwnRefusal() async throws {
        let bench = try Bench()
        try bench.store()
        let server5 = crm(refusal("cash_close"))
        try await bench.send(to: server5.url())
        bench.advance(by: 61_000)
        let server6 = crm(refusal("invalid_product_keys"))
        try await bench.send(to: server6.url())
        #expect(try breakers(bench) == nil)
    }

    @Test("after a doubt, an answered question and an accepted order the next doubt asks its question at once")
    func independentDoubts() async throws {
        let bench = try Bench()
        for id in 1...4 { try bench.store(id) }
        let answer = { (body: String) in
            ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
        let question = [ScriptedServer.Step.read, answer(#"{"result":"success"}"#)]
        let order = [ScriptedServer.Step.read, answer(taken)]
        let server = ScriptedServer(connections: [[.read], question, order, [.read], question, order])
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        bench.advance(by: 1_500)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        bench.advance(by: 1_500)
        #expect(try await bench.send(to: server.url()) == .finished(.discarded))
        #expect(try breakers(bench)?.reason == AccountBreaker.noAnswer)
        bench.advance(by: 1_500)
        #expect(try await bench.send(to: server.url()) == .finished(.completed))
        #expect(try bench.state(4) == "sent")
    }

    @Test("nothing that was not answered ends it")
    func staysOpen() async throws {
        let bench = try Bench()
        try bench.store()
        let server7 = crm(refusal("cash_close"))
        try await bench.send(to: server7.url())
        bench.advance(by: 61_000)
        try await bench.send(to: "http://127.0.0.1:\(ScriptedServer.closedPort())/")
        #expect(try breakers(bench)?.reason == "cash_close")
    }
}
