import Frontpad
import Intake
import JobQueue
import TestSupport
import Testing

@testable import OrderSync

@Suite("Refreshing the catalogue") struct RefreshProductsTests {
    @Test("fetches products and stops with two requests, each charged, and keeps what it is told")
    func fetches() async throws {
        let bench = try Bench()
        try bench.request()
        let stops = #"{"result":"success","product_id":{"0":"B","1":"C"},"name":{"0":"Boris","1":"Clara"}}"#
        let server = crm(inTurn: someProducts, stops)
        #expect(try await bench.refresh(from: server) == .finished(.completed))
        #expect(server.received().count == 2)
        #expect(try bench.spentRequests == 2)
        #expect(try bench.standing("A") == .known)
        #expect(try bench.standing("B") == .stopped)
        #expect(try bench.standing("C") == .stopped)
        #expect(try bench.standing("D") == .unknown)
    }

    @Test("asks for the products once an hour, whoever asks")
    func hourly() async throws {
        let bench = try Bench()
        try bench.request()
        _ = try await bench.refresh(from: crm(inTurn: someProducts, noStops))
        bench.advance(by: 59 * 60_000)
        try bench.save("NEW")
        try bench.request()
        let stopsOnly = crm(inTurn: noStops)
        #expect(try await bench.refresh(from: stopsOnly) == .finished(.scheduled))
        #expect(stopsOnly.text().contains("?get_stops "))
        #expect(stopsOnly.received().count == 1)
        let wait = try #require(
            try bench.text("SELECT CAST(scheduled_at AS TEXT) FROM jobs WHERE kind = 'refresh_products'"))
        #expect(try #require(Int64(wait)) <= bench.queue.clock.now() + 2 * 60_000)
        bench.advance(by: 2 * 60_000)
        let both = crm(inTurn: someProducts, noStops)
        #expect(try await bench.refresh(from: both) == .finished(.completed))
        #expect(both.text().contains("?get_products "))
    }

    @Test("a product that is gone is unknown, one that is only stopped stays known as stopped, and stops end")
    func changes() async throws {
        let bench = try Bench()
        try bench.stock(["A", "B"], stopped: ["B", "C"])
        try bench.stock(["B"], stopped: ["B"])
        #expect(try bench.standing("A") == .unknown)
        #expect(try bench.standing("B") == .stopped)
        #expect(try bench.standing("C") == .unknown)
        try bench.stock(["B"])
        #expect(try bench.standing("B") == .known)
    }

    @Test(
        "a refusal of the account or an account without products leaves the catalogue as it is, and is tried later",
        arguments: ["api_off", "requests_limit", "invalid_products"])
    func refused(code: String) async throws {
        let bench = try Bench()
        try bench.stock(["A"])
        bench.advance(by: 2 * 3_600_000)
        try bench.request()
        #expect(try await bench.refresh(from: crm(refusal(code))) == .finished(.scheduled))
        #expect(try bench.standing("A") == .known)
    }

    @Test("an answer that cannot be read costs the hour, one that never came does not")
    func broken() async throws {
        let bench = try Bench()
        try bench.request()
        #expect(try await bench.refresh(from: crm("<html>")) == .finished(.scheduled))
        #expect(
            try bench.text("SELECT CAST(count(*) AS TEXT) FROM budget_uses WHERE budget = 'frontpad_products'") == "1")
        let other = try Bench()
        try other.request()
        let closed = ScriptedServer.closedPort()
        let handler = RefreshProductsHandler(queue: other.queue) { _, secret in
            FrontpadClient(url: "http://127.0.0.1:\(closed)/", secret: secret, timeoutMilliseconds: 30_000)
        }
        let end = try await other.perform(
            try other.claim(from: CatalogueRequest.queue, budgets: [QueuePlan.crmBudget]), by: handler)
        #expect(end == .finished(.scheduled))
        #expect(
            try other.text("SELECT CAST(count(*) AS TEXT) FROM budget_uses WHERE budget = 'frontpad_products'") == "0")
    }
}
