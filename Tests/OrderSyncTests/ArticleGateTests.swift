import Intake
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("An order with an article that Frontpad does not know", .ownThread) struct ArticleGateTests {
    private static let lines: JSON = [
        Fixture.product(article: "PZ-001", name: "Маргарита"), Fixture.product(article: "X-1", name: "Уха"),
        Fixture.product(article: "S-1", name: "Борщ"),
    ]

    private func fixture(_ policy: String?, stock: [String] = ["PZ-001", "S-1"]) throws -> SyncFixture {
        let fixture = try SyncFixture(policy.map { ["unknown_article": $0] } ?? [:])
        try fixture.storeCatalogue(stock, stopped: ["S-1"])
        try fixture.store(products: Self.lines)
        return fixture
    }

    @Test("is sent by default, and the shop and the manager are told what is missing")
    func warns() async throws {
        let fixture = try fixture(nil)
        let server = crm(taken)
        #expect(try await fixture.send(to: server) == .finished(.completed))
        let comment = try #require(try fixture.jobs("update_shop").first?["comment"]?.string)
        #expect(comment.contains("Frontpad does not seem to know the article number X-1 of “Уха”"))
        #expect(comment.contains("“Борщ” (article number S-1) is on Frontpad’s stop list"))
        #expect(!comment.contains("Маргарита"))
        #expect(try fixture.jobs("notify_manager").count == 1)
    }

    @Test("is reported once if the CRM also reports it")
    func once() async throws {
        let fixture = try fixture("warn")
        let answer = #"{"result":"success","order_id":"1","warnings":{"invalid_product_keys":{"0":"1"}}}"#
        _ = try await fixture.send(to: crm(answer))
        let comment = try #require(try fixture.jobs("update_shop").first?["comment"]?.string)
        #expect(comment.contains("It does NOT contain “Уха” (article number X-1)"))
        #expect(comment.split(separator: "X-1").count == 2)
        #expect(comment.contains("S-1"))
    }

    @Test("is refused before it is sent if the settings say so")
    func refuses() async throws {
        let fixture = try fixture("refuse")
        let server = crm(taken)
        #expect(try await fixture.send(to: server) == .finished(.discarded))
        #expect(server.received().isEmpty)
        #expect(try fixture.state() == "failed")
        let comment = try #require(try fixture.jobs("update_shop").first?["comment"]?.string)
        #expect(comment.contains("X-1"))
        #expect(comment.contains("S-1"))
    }

    @Test("is sent with a remark if the products could not be fetched for more than a day") func tooOld() async throws {
        let fixture = try fixture("refuse")
        try fixture.run("UPDATE crm_catalogue SET products_at = products_at - \(ArticleCatalogue.longestAge + 1)")
        // A worker has just tried to fetch them.
        try fixture.database.write { [queue = fixture.queue] in try queue.use(AccountBudget.products, in: $0) }
        #expect(try await fixture.send(to: crm(taken)) == .finished(.completed))
        let comment = try #require(try fixture.jobs("update_shop").first?["comment"]?.string)
        #expect(comment.contains("article number X-1"))
    }

    @Test("waits for newer products rather than be refused because of old ones")
    func waitsForNewer() async throws {
        let fixture = try fixture("refuse")
        fixture.advance(by: 2 * 3_600_000)
        let server = crm(taken)
        #expect(try await fixture.send(to: server) == .finished(.scheduled))
        #expect(try fixture.jobs("refresh_products").count == 1)
        try fixture.storeCatalogue(["PZ-001", "S-1", "X-1"])
        fixture.advance(by: 5_000)
        #expect(try await fixture.send(to: server) == .finished(.completed))
    }

    @Test("is sent without a message if the settings say so, or if products were never fetched")
    func silent() async throws {
        let ignoring = try fixture("ignore")
        _ = try await ignoring.send(to: crm(taken))
        let unaware = try SyncFixture()
        try unaware.store(products: Self.lines)
        _ = try await unaware.send(to: crm(taken))
        for fixture in [ignoring, unaware] {
            #expect(try fixture.state() == "sent")
            #expect(try fixture.jobs("update_shop").isEmpty)
            #expect(try fixture.jobs("refresh_products").isEmpty)
        }
    }

    @Test("is checked with the articles of its modifications")
    func modifications() async throws {
        let fixture = try SyncFixture()
        try fixture.storeCatalogue(["PZ-001"])
        let modifications: JSON = [
            ["id": 2, "rid": 3, "name": "35 см", "type": 1, "article": "PZ-35"],
            ["id": 3, "rid": 3, "name": "Борт", "type": 2, "article": "BORT"],
        ]
        try fixture.store(products: [
            Fixture.product(
                options: #"{"modification":"2","modifications":["2","3"]}"#, modifications: modifications)
        ])
        _ = try await fixture.send(to: crm(taken))
        let comment = try #require(try fixture.jobs("update_shop").first?["comment"]?.string)
        #expect(comment.contains("PZ-35"))
        #expect(comment.contains("BORT"))
        #expect(!comment.contains("PZ-001"))
    }
}
