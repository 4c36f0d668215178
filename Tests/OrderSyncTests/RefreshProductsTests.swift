import Frontpad
import Intake
import JobQueue
import TestSupport
import Testing

@testable import OrderSync

@Suite("Refreshing the catalogue", .ownThread) struct RefreshProductsTests {
    @Test("fetches products and stops with two requests, charges both, and stores the answers")
    func fetches() async throws {
        let fixture = try SyncFixture()
        try fixture.request()
        let stops = #"{"result":"success","product_id":{"0":"B","1":"C"},"name":{"0":"Boris","1":"Clara"}}"#
        let server = crm(inTurn: someProducts, stops)
        #expect(try await fixture.refresh(from: server) == .finished(.completed))
        #expect(server.received().count == 2)
        #expect(try fixture.spentRequests == 2)
        #expect(try fixture.standing("A") == .known)
        #expect(try fixture.standing("B") == .stopped)
        #expect(try fixture.standing("C") == .stopped)
        #expect(try fixture.standing("D") == .unknown)
    }

    @Test("fetches the products once an hour at most")
    func hourly() async throws {
        let fixture = try SyncFixture()
        try fixture.request()
        _ = try await fixture.refresh(from: crm(inTurn: someProducts, noStops))
        fixture.advance(by: 59 * 60_000)
        try fixture.save("NEW")
        try fixture.request()
        let stopsOnly = crm(inTurn: noStops)
        #expect(try await fixture.refresh(from: stopsOnly) == .finished(.scheduled))
        #expect(stopsOnly.text().contains("?get_stops "))
        #expect(stopsOnly.received().count == 1)
        let wait = try #require(
            try fixture.text("SELECT CAST(scheduled_at AS TEXT) FROM jobs WHERE kind = 'refresh_products'"))
        #expect(try #require(Int64(wait)) <= fixture.queue.clock.now() + 2 * 60_000)
        fixture.advance(by: 2 * 60_000)
        let both = crm(inTurn: someProducts, noStops)
        #expect(try await fixture.refresh(from: both) == .finished(.completed))
        #expect(both.text().contains("?get_products "))
    }

    @Test("a deleted product becomes unknown, a stopped one stays known as stopped, and stops end")
    func changes() async throws {
        let fixture = try SyncFixture()
        try fixture.storeCatalogue(["A", "B"], stopped: ["B", "C"])
        try fixture.storeCatalogue(["B"], stopped: ["B"])
        #expect(try fixture.standing("A") == .unknown)
        #expect(try fixture.standing("B") == .stopped)
        #expect(try fixture.standing("C") == .unknown)
        try fixture.storeCatalogue(["B"])
        #expect(try fixture.standing("B") == .known)
    }

    @Test(
        "after a refusal of the account, or without products, keeps the catalogue and is retried later",
        arguments: ["api_off", "requests_limit", "invalid_products"])
    func refused(code: String) async throws {
        let fixture = try SyncFixture()
        try fixture.storeCatalogue(["A"])
        fixture.advance(by: 2 * 3_600_000)
        try fixture.request()
        #expect(try await fixture.refresh(from: crm(refusal(code))) == .finished(.scheduled))
        #expect(try fixture.standing("A") == .known)
    }

    @Test("an unreadable answer uses up the hour, a request that was not sent does not")
    func broken() async throws {
        let fixture = try SyncFixture()
        try fixture.request()
        #expect(try await fixture.refresh(from: crm("<html>")) == .finished(.scheduled))
        #expect(
            try fixture.text("SELECT CAST(count(*) AS TEXT) FROM budget_uses WHERE budget = 'frontpad_products'") == "1"
        )
        let other = try SyncFixture()
        try other.request()
        let closed = ScriptedServer.closedPort()
        let handler = RefreshProductsHandler(queue: other.queue) { _, secret in
            FrontpadClient(url: "http://127.0.0.1:\(closed)/", secret: secret, timeoutMilliseconds: 30_000)
        }
        let end = try await other.perform(
            try other.claim(from: RefreshProductsJob.queue, budgets: [AccountBudget.requests]), by: handler)
        #expect(end == .finished(.scheduled))
        #expect(
            try other.text("SELECT CAST(count(*) AS TEXT) FROM budget_uses WHERE budget = 'frontpad_products'") == "0")
    }
}
