import JSON
import JobQueue
import TestSupport
import Testing

@testable import OrderSync

@Suite("Checking a saved article") struct CheckArticleTests {
    @Test("waits for products that are newer than the change, asks for them, and goes on as soon as they come")
    func waits() async throws {
        let bench = try Bench()
        try bench.save("A")
        #expect(try await bench.check() == .finished(.scheduled))
        #expect(try await bench.refresh(from: crm(inTurn: someProducts, noStops)) == .finished(.completed))
        #expect(try await bench.check() == .finished(.completed))
        #expect(try bench.jobs("notify_manager").isEmpty)
    }

    @Test("tells the manager of an unknown one once, and again only after it was known")
    func tellsOnce() async throws {
        let bench = try Bench()
        func saveAndCheck(stock: [String]) async throws {
            bench.advance(by: 1)
            try bench.save("X-1")
            bench.advance(by: 1_000)
            try bench.stock(stock)
            #expect(try await bench.check() == .finished(.completed))
            try bench.run("UPDATE jobs SET state = 'completed' WHERE kind = 'notify_manager'")
        }
        try await saveAndCheck(stock: ["A"])
        try await saveAndCheck(stock: ["A"])
        let mails = try bench.jobs("notify_manager")
        #expect(mails.count == 1)
        #expect(mails.first?["subject"] == "Frontpad does not know the article «X-1»")
        #expect(mails.first?["body"]?.string?.contains("(product id 12)") == true)
        try await saveAndCheck(stock: ["A", "X-1"])
        try await saveAndCheck(stock: ["A"])
        #expect(try bench.jobs("notify_manager").count == 2)
    }

    @Test("does not wait for an article that is known already, and says nothing of a stopped one")
    func known() async throws {
        let bench = try Bench()
        try bench.stock(["A"], stopped: ["S"])
        bench.advance(by: 1_000)
        for article in ["A", "S"] {
            try bench.save(article)
            #expect(try await bench.check() == .finished(.completed))
        }
        #expect(try bench.jobs("refresh_products").isEmpty)
        #expect(try bench.jobs("notify_manager").isEmpty)
    }
}
