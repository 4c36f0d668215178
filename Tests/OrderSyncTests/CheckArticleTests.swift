import JSON
import JobQueue
import TestSupport
import Testing

@testable import OrderSync

@Suite("Checking a saved article", .ownThread) struct CheckArticleTests {
    @Test("waits for products newer than the change, requests them, and continues as soon as they are there")
    func waits() async throws {
        let fixture = try SyncFixture()
        try fixture.save("A")
        #expect(try await fixture.check() == .finished(.scheduled))
        #expect(try await fixture.refresh(from: crm(inTurn: someProducts, noStops)) == .finished(.completed))
        #expect(try await fixture.check() == .finished(.completed))
        #expect(try fixture.jobs("notify_manager").isEmpty)
    }

    @Test("tells the manager about an unknown article once, and again only if it was known in between")
    func tellsOnce() async throws {
        let fixture = try SyncFixture()
        func saveAndCheck(stock: [String]) async throws {
            fixture.advance(by: 1)
            try fixture.save("X-1")
            fixture.advance(by: 1_000)
            try fixture.storeCatalogue(stock)
            #expect(try await fixture.check() == .finished(.completed))
            try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'notify_manager'")
        }
        try await saveAndCheck(stock: ["A"])
        try await saveAndCheck(stock: ["A"])
        let mails = try fixture.jobs("notify_manager")
        #expect(mails.count == 1)
        #expect(mails.first?["subject"] == "Frontpad does not know the article number X-1")
        #expect(mails.first?["body"]?.string?.contains("The product’s id in MODX: 12\n") == true)
        try await saveAndCheck(stock: ["A", "X-1"])
        try await saveAndCheck(stock: ["A"])
        #expect(try fixture.jobs("notify_manager").count == 2)
    }

    @Test("does not wait for an article that is already known, and does not report a stopped one")
    func known() async throws {
        let fixture = try SyncFixture()
        try fixture.storeCatalogue(["A"], stopped: ["S"])
        fixture.advance(by: 1_000)
        for article in ["A", "S"] {
            try fixture.save(article)
            #expect(try await fixture.check() == .finished(.completed))
        }
        #expect(try fixture.jobs("refresh_products").isEmpty)
        #expect(try fixture.jobs("notify_manager").isEmpty)
    }
}
