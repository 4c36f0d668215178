import SQLite
import Testing

@testable import Intake

/// A sweep runs every half minute, so it must be cheap even if a million orders were sent.
@Suite("The cost of a sweep") struct OrderSweepTests {
    private static let indexes = ["crm_orders_state", "crm_events_new", "article_checks_open"]

    /// Returns the query plan of a statement, and those of its steps that read all orders, events or articles. The
    /// wording of the steps is described at <https://sqlite.org/eqp.html>.
    private func scans(of sql: String, after preparation: String = "") throws -> (plan: [String], scans: [String]) {
        let shop = try ShopDatabase()
        return try shop.database.write { connection in
            try connection.execute(preparation)
            let plan = try connection.queryPlan(of: sql)
            let scans = plan.filter { step in
                step.contains("AUTOMATIC")
                    || ["orders", "crm_orders", "crm_events", "article_checks"].contains { table in
                        step.hasPrefix("SCAN \(table)") && !Self.indexes.contains { step.contains($0) }
                    }
            }
            return (plan, scans)
        }
    }

    @Test(
        "it finds what waits by an index", arguments: Array(zip(OrderSweep.due, indexes)), ["", "ANALYZE"])
    func usesIndex(query: (sql: String, index: String), preparation: String) throws {
        let (plan, scans) = try scans(of: query.sql, after: preparation)
        #expect(plan.contains { $0.contains(query.index) }, "\(plan)")
        #expect(scans == [])
    }

    @Test("a search that no index serves reads all orders, so the check above can fail") func canFail() throws {
        #expect(try scans(of: "SELECT order_id FROM crm_orders WHERE reason = 'x'").scans != [])
    }
}
