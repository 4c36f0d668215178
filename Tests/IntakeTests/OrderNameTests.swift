import Intake
import SQLite
import TestSupport
import Testing

@Suite("The name of an order") struct OrderNameTests {
    private let shop: ShopDatabase

    init() throws {
        shop = try ShopDatabase()
        try shop.shell(
            """
            INSERT INTO orders (id, num, createdon_local) VALUES (7, '2611/7', '2026-11-27 10:00:00');
            INSERT INTO orders (id, num, createdon_local) VALUES (8, '2611/7', '2026-11-27 10:00:01');
            INSERT INTO orders (id, num, createdon_local) VALUES (9, '7', '2026-11-27 11:00:00');
            INSERT INTO orders (id, num, createdon_local) VALUES (10, '2611/10', '2026-11-27 12:00:00');
            INSERT INTO orders (id, num, createdon_local) VALUES (10, '2612/10', '2026-12-27 12:00:00');
            """)
    }

    private func find(_ name: String) throws -> OrderReference? {
        try shop.database.read { try OrderName.find(name, on: $0) }
    }

    @Test("is an id, a number, or an id with its incarnation") func names() throws {
        #expect(try find("8") == OrderReference(order: 8, incarnation: 1))
        #expect(try find("#7") == OrderReference(order: 7, incarnation: 1))
        #expect(try find("2612/10") == OrderReference(order: 10, incarnation: 2))
        #expect(try find("10") == OrderReference(order: 10, incarnation: 2))
        #expect(try find("10@1") == OrderReference(order: 10, incarnation: 1))
        #expect(try find("2611/10") == OrderReference(order: 10, incarnation: 1))
        for unknown in ["77", "#77", "#", "10@3", "10@", "2611/77", ""] { #expect(try find(unknown) == nil) }
    }

    @Test(
        "is refused where several orders have it, and each of them is named",
        arguments: [
            ("2611/7", ["#7", "#8"]), ("7", ["#9", "#7"]),
        ])
    func ambiguous(name: String, orders: [String]) throws {
        let error = try #require(throws: AmbiguousOrderName.self) { try find(name) }
        #expect(error.name == name)
        #expect(error.orders == orders)
        #expect(error.description.contains(orders.joined(separator: " or ")))
    }
}
