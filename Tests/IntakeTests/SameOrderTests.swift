import Intake
import SQLite
import TestSupport
import Testing

/// The columns that identify an order, as SQL literals from a writer. The default values are those of the known order.
struct Identity: Sendable, CustomTestStringConvertible {
    var num = "'2611/1'"
    var createdon = "1800000000000"
    var local = "'2027-01-15 11:00:00'"
    var testDescription: String { "\(num), \(createdon), \(local)" }

    static let same = [
        Identity(), Identity(num: "NULL"), Identity(createdon: "NULL"), Identity(local: "NULL"),
        // The number was corrected, or the texts have white space around them.
        Identity(num: "'2611/2'"), Identity(num: "' 2611/1 '"), Identity(local: "' 2027-01-15 11:00:00 '"),
        Identity(num: "'2611/2'", local: "NULL"),
        // The times differ by one or two seconds.
        Identity(local: "'2027-01-15 11:00:01'"), Identity(local: "'2027-01-15 10:59:58'"),
        Identity(createdon: "1800000002000", local: "NULL"), Identity(createdon: "1799999998001", local: "NULL"),
        // If the time on the shop's clock is known, it decides. A wrong zone in the other column does not matter.
        Identity(createdon: "1800094500000"), Identity(createdon: "1"), Identity(createdon: "-9223372036854775808"),
        // The same time in other forms: seconds, a float, digits in a text, a text with a zone, and ISO 8601.
        Identity(createdon: "1800000000", local: "NULL"), Identity(createdon: "1800000000000.0", local: "NULL"),
        Identity(createdon: "'1800000000'", local: "NULL"),
        Identity(createdon: "'2027-01-15 11:00:00'", local: "NULL"),
        Identity(local: "'2027-01-15T11:00:00'"), Identity(local: "'2027-01-15 11:00'"),
        Identity(createdon: "'2027-01-15T08:00:00.000Z'", local: "NULL"),
        Identity(createdon: "'2027-01-15T11:00:00+03:00'", local: "NULL"),
        // The number is the same, but the time was read in another zone. It differs by an hour, by a quarter of an
        // hour, or by 26 hours, the largest difference between two clocks.
        Identity(createdon: "1800003600000", local: "NULL"), Identity(createdon: "1799999100000", local: "NULL"),
        Identity(createdon: "1800093600000", local: "NULL"), Identity(createdon: "1799906400000", local: "NULL"),
        Identity(num: "NULL", createdon: "1800003600000", local: "NULL"),
        // A text that is not a time contradicts nothing.
        Identity(createdon: "'now'", local: "'0000-00-00 00:00:00'"), Identity(createdon: "0", local: "'soon'"),
    ]
    static let other = [
        Identity(local: "'2027-01-15 11:00:03'"), Identity(local: "'2027-01-15 10:59:57'"),
        Identity(num: "NULL", createdon: "NULL", local: "'2027-01-16 11:00:00'"),
        // The number and the month are the same, but the shop has started its ids again.
        Identity(local: "'2027-01-15 12:00:00'"), Identity(createdon: "1800000003000", local: "NULL"),
        // Both the number and the hour differ.
        Identity(num: "'2611/2'", createdon: "1800003600000", local: "NULL"),
        Identity(createdon: "1800094500000", local: "NULL"), Identity(createdon: "1799905500000", local: "NULL"),
        Identity(createdon: "1800100000", local: "NULL"), Identity(createdon: "'2027-01-15T11:07:00Z'", local: "NULL"),
    ]
    /// Each identity in each kind of database. The last value says whether it is the same order.
    static let cases: [(ShopDatabase.Origin, Identity, Bool)] = ShopDatabase.Origin.allCases.flatMap { origin in
        same.map { (origin, $0, true) } + other.map { (origin, $0, false) }
    }
}

/// One rule in the schema decides whether an id still means the same order. It is used in four situations, and each
/// situation is tested with all identities.
@Suite("Whether an id still means the same order") struct SameOrderTests {
    /// Returns a database in which order 50 was sent to the CRM. It has a row in `orders` and in `crm_orders`.
    private func shop(_ origin: ShopDatabase.Origin) throws -> ShopDatabase {
        let shop = try ShopDatabase(origin)
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(
            insert(Identity(), columns: ", status, event, event_seq, document", values: ", 2, 'created', 5, 'old'"))
        try shop.setState("sent", of: 50)
        return shop
    }

    private func insert(_ identity: Identity, columns: String = "", values: String = "") -> String {
        """
        INSERT INTO orders (id, num, createdon, createdon_local\(columns))
        VALUES (50, \(identity.num), \(identity.createdon), \(identity.local)\(values))
        """
    }

    @Test("decides what a writer keeps if it does not name every column", arguments: Identity.cases)
    func unnamedColumns(origin: ShopDatabase.Origin, identity: Identity, isSame: Bool) throws {
        let shop = try shop(origin)
        try shop.shell(insert(identity))
        let row = try shop.shell("SELECT status, event, event_seq, document, num FROM orders WHERE id = 50")
        // If the writer gives no number, the old one stays, but only for the same order.
        let num = identity.num != "NULL" ? identity.num.filter { $0 != "'" } : isSame ? "2611/1" : ""
        #expect(row == (isSame ? "2|status|5|old|\(num)\n" : "|status|||\(num)\n"))
    }

    @Test("decides whether an event with a lower sequence is late", arguments: Identity.cases)
    func lateEvent(origin: ShopDatabase.Origin, identity: Identity, isSame: Bool) throws {
        let shop = try shop(origin)
        try shop.shell(
            """
            UPDATE orders SET num = \(identity.num), createdon = \(identity.createdon),
                createdon_local = \(identity.local), event_seq = 4, document = 'new' WHERE id = 50
            """)
        #expect(try shop.shell("SELECT document FROM orders WHERE id = 50") == (isSame ? "old\n" : "new\n"))
    }

    @Test("decides whether our knowledge is archived", arguments: Identity.cases)
    func archive(origin: ShopDatabase.Origin, identity: Identity, isSame: Bool) throws {
        let shop = try shop(origin)
        try shop.shell(
            insert(identity, columns: ", status, event, event_seq, document", values: ", 2, 'status', 6, 'new'"))
        let state = try shop.shell("SELECT incarnation, crm_state FROM crm_orders WHERE order_id = 50")
        #expect(state == (isSame ? "1|sent\n" : "2|new\n"))
        let archived = try shop.shell(
            "SELECT incarnation, num, crm_state, document FROM archived_orders WHERE order_id = 50")
        #expect(archived == (isSame ? "" : "1|2611/1|sent|old\n"))
        let waiting = """
            SELECT count(*) FROM jobs WHERE subject = 'order:50' AND kind = 'send_order' AND state = 'available'
            """
        #expect(try shop.count(waiting) == (isSame ? 0 : 1))
    }

    @Test("also works from our own table if the shop's row has been deleted", arguments: Identity.cases)
    func pruned(origin: ShopDatabase.Origin, identity: Identity, isSame: Bool) throws {
        let shop = try shop(origin)
        try shop.shell("DELETE FROM orders WHERE id = 50")
        try shop.shell(insert(identity, columns: ", status, event, event_seq", values: ", 2, 'status', 6"))
        let state = try shop.shell("SELECT incarnation, crm_state FROM crm_orders WHERE order_id = 50")
        #expect(state == (isSame ? "1|sent\n" : "2|new\n"))
    }
}

@Suite("A database of an older release") struct UpgradeTests {
    @Test("keeps its orders, its jobs and its history") func kept() throws {
        let shop = try ShopDatabase(.upgraded)
        #expect(try shop.database.schemaState(of: IntakeSchema.series) == .current)
        #expect(
            try shop.shell("SELECT id, num, status, event_seq, document FROM orders") == """
                1|2511/1|2|11|{"id":1}
                2|2511/2|2|12|{"id":2}
                3|2511/3|1|3|{"id":3}
                4|2512/4|1|40|{"id":4}
                5|2511/5|2|15|{"id":5}

                """)
        #expect(
            try shop.shell("SELECT order_id, incarnation, crm_state, crm_order_id FROM crm_orders") == """
                1|1|sent|701
                2|1|failed|
                3|1|new|
                4|2|new|
                5|1|new|
                6|1|sent|706

                """)
        #expect(try shop.shell("SELECT subject FROM jobs WHERE state = 'available'") == "order:5\n")
        #expect(try shop.shell("SELECT order_id, crm_order_id FROM archived_orders") == "4|704\n")
        #expect(try shop.count("SELECT count(*) FROM order_events") == 13)
    }

    @Test("handles its orders as before") func goesOn() throws {
        let shop = try ShopDatabase(.upgraded)
        // Order 1 is in the CRM, so it is not sent again. Order 2 failed, so a newer event sends it. Order 3 reaches
        // the trigger status.
        for order in [1, 2, 3] {
            try shop.shell("REPLACE INTO orders (id, status, event_seq) VALUES (\(order), 2, 50)")
        }
        // The first event is about the order that had id 4 before. The next one is about the present order 4.
        try shop.shell(
            """
            REPLACE INTO orders (id, num, createdon_local, status, event_seq)
            VALUES (4, '2512/4', '2025-11-28 14:00:00', 2, 39)
            """)
        // The row of order 6 is gone from `orders`. The order arrives again, but it is in the CRM already.
        try shop.shell("INSERT INTO orders (id, num, status, event_seq) VALUES (6, '2511/6', 2, 50)")
        let waiting = try shop.shell("SELECT subject FROM jobs WHERE state = 'available' ORDER BY subject")
        #expect(waiting == "order:2\norder:3\norder:5\n")
        try shop.shell("INSERT INTO orders (id, num, status, event_seq) VALUES (6, '2512/6', 2, 1)")
        // A different number alone does not make another order. A different creation time does.
        #expect(try shop.shell("SELECT crm_order_id FROM archived_orders ORDER BY order_id") == "704\n")
        try shop.shell(
            """
            INSERT INTO orders (id, num, createdon_local, status, event_seq)
            VALUES (1, '2512/1', '2025-12-01 14:00:00', 2, 60)
            """)
        #expect(try shop.shell("SELECT crm_order_id FROM archived_orders ORDER BY order_id") == "701\n704\n")
        #expect(try shop.sendJobs == 4)
    }
}
