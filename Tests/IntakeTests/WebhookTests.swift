import Intake
import SQLite
import TestSupport
import Testing

@Suite("A webhook", .ownThread) struct WebhookTests {
    private static let query =
        "order=7&incarnation=2&job=9&attempt=3&attempt_token=0123456789abcdef0123456789abcdef"

    /// Stores an attempt with the same token that ``query`` has.
    private func send(_ shop: ShopDatabase) throws {
        try shop.shell("INSERT INTO send_attempts VALUES (7, 2, 9, 3, '0123456789abcdef0123456789abcdef', 1)")
    }

    private func read(_ body: String, _ query: String? = query) throws -> Webhook? {
        try Webhook.read(Array(body.utf8), query: query)
    }

    @Test(
        "is read as JSON or as a form",
        arguments: [
            #"{"action":"change_status","order_id":12345678,"status":3,"datetime":"2020-08-21 12:03:00"}"#,
            #"{"order_id":"12345678","status":"3","datetime":"2020-08-21 12:03:00"}"#,
            "action=change_status&order_id=12345678&status=3&datetime=2020-08-21+12%3A03%3A00",
        ])
    func forms(body: String) throws {
        let event = try #require(try read(body)).event
        #expect(event.crmOrderID == "12345678")
        #expect(event.status == "3")
        #expect(event.datetime == "2020-08-21 12:03:00")
        #expect(event.orderID == 7)
        #expect(event.source == .webhook)
    }

    @Test("has the order, the attempt and its token from its address") func address() throws {
        let event = try #require(try read(#"{"order_id":1,"status":"В пути"}"#, "token=a%20b&" + Self.query)).event
        #expect(event.token == "0123456789abcdef0123456789abcdef")
        #expect(event.orderID == 7)
        #expect(event.incarnation == 2)
        #expect(event.job == 9)
        #expect(event.attempt == 3)
        #expect(event.status == "В пути")
        #expect(event.datetime == nil)
    }

    @Test("without a body only checks whether a server is there", arguments: ["", " \r\n"])
    func empty(body: String) throws { #expect(try read(body) == nil) }

    @Test(
        "that cannot be used is refused with the reason",
        arguments: [
            ("[1]", Webhook.Refusal.notReadable), ("hello", .notReadable), (#"{"order_id":1"#, .notReadable),
            (#"{"order_id":1}"#, .missing("status")), (#"{"status":1}"#, .missing("order_id")),
            (#"{"order_id":1,"status":""}"#, .missing("status")),
            (#"{"order_id":[1],"status":1}"#, .missing("order_id")),
            (#"{"order_id":"1; x","status":1}"#, .missing("order_id")),
            (#"{"action":"delete","order_id":1,"status":1}"#, .unknownAction("delete")),
            (String(repeating: "x", count: Webhook.maxBytes + 1), .tooLarge),
            (String(repeating: "[", count: 60_000), .notReadable),
        ])
    func refused(body: String, refusal: Webhook.Refusal) {
        #expect(throws: refusal) { try read(body) }
    }

    @Test(
        "whose address does not name an attempt with its token is refused",
        arguments: [
            nil, "", "token=s", "order=7", "order=7&incarnation=2&job=9&attempt=3",
            "incarnation=2&job=9&attempt=3&attempt_token=0123456789abcdef0123456789abcdef",
        ])
    func noToken(query: String?) {
        #expect(throws: Webhook.Refusal.notProved) { try read(#"{"order_id":1,"status":3}"#, query) }
    }

    @Test("from a stranger is refused, and nothing is stored") func stranger() throws {
        let shop = try ShopDatabase()
        try send(shop)
        let intake = WebhookIntake(database: shop.database)
        let body = #"{"order_id":1,"status":3}"#
        let wrong = [
            "0123456789abcdef0123456789abcdee", "1123456789abcdef0123456789abcdef", "0123456789abcdef", "",
            "0123456789abcdef0123456789abcdef0", "0123456789ABCDEF0123456789ABCDEF", "%", "'",
        ]
        for token in wrong {
            let webhook = try #require(
                try read(body, "order=7&incarnation=2&job=9&attempt=3&attempt_token=\(token)"))
            #expect(throws: Webhook.Refusal.notProved) { try intake.store(webhook) }
        }
        for other in ["order=8", "incarnation=1", "job=8", "attempt=2"] {
            let webhook = try #require(try read(body, Self.query + "&" + other))
            #expect(throws: Webhook.Refusal.notProved) { try intake.store(webhook) }
        }
        for _ in 1...1_000 {
            let webhook = try #require(try read(body, Self.query + "&attempt=1"))
            _ = try? intake.store(webhook)
        }
        #expect(try shop.count("SELECT count(*) FROM crm_events") == 0)
        #expect(try shop.count("SELECT count(*) FROM jobs") == 0)
        #expect(try intake.store(try #require(try read(body))) > 0)
        #expect(try shop.count("SELECT count(*) FROM jobs WHERE kind = 'apply_crm_status'") == 1)
        #expect(try shop.count("SELECT count(*) FROM crm_events WHERE token IS NOT NULL") == 0)
    }

    @Test(
        "that another program stores needs its token and gets its job, whatever the conflict clause",
        arguments: [
            "INSERT", "REPLACE", "INSERT OR IGNORE",
        ])
    func foreign(verb: String) throws {
        let shop = try ShopDatabase()
        try send(shop)
        let insert = { (token: String, id: String) in
            """
            \(verb) INTO crm_events (crm_order_id, order_id, incarnation, job, attempt, token, status)
            VALUES ('\(id)', 7, 2, 9, 3, \(token), '3')
            """
        }
        for (token, id) in [("NULL", "77"), ("'x'", "77"), ("'0123456789abcdef0123456789abcdef'", "7a")] {
            #expect(throws: SQLiteError.self) { try shop.database.write { _ = try $0.run(insert(token, id)) } }
        }
        let unnamed = """
            \(verb) INTO crm_events (source, crm_order_id, order_id, incarnation, job, attempt, token, status)
            VALUES (NULL, '77', 7, 2, 9, 3, 'x', '3')
            """
        #expect(throws: SQLiteError.self) { try shop.database.write { _ = try $0.run(unnamed) } }
        // An update must not turn another event into a webhook or move an event to another order.
        try shop.shell("INSERT INTO crm_events (source, crm_order_id, status) VALUES ('command', '77', '3')")
        for change in ["source = 'webhook'", "order_id = 7", "crm_order_id = '78'"] {
            #expect(throws: SQLiteError.self) {
                try shop.database.write { _ = try $0.run("UPDATE crm_events SET \(change)") }
            }
        }
        try shop.shell("DELETE FROM crm_events; DELETE FROM jobs")
        try shop.shell(insert("'0123456789abcdef0123456789abcdef'", "77"))
        #expect(try shop.count("SELECT count(*) FROM crm_events") == 1)
        #expect(try shop.count("SELECT count(*) FROM jobs WHERE kind = 'apply_crm_status' AND queue = 'events'") == 1)
        let age = try shop.count("SELECT (SELECT now FROM present) - received_at FROM crm_events")
        #expect((0..<60_000).contains(age))
    }

    @Test("waits in the spool if the database cannot be written") func spooled() throws {
        let shop = try ShopDatabase()
        let spool = SpoolFolder(path: shop.location.spoolFolder)
        let body = Array(#"{"order_id":5,"status":"10"}"#.utf8)
        try send(shop)
        try spool.put(SpooledWebhook(body: body, query: Self.query).bytes, kind: .hook, now: 1)
        try spool.put(Array("no".utf8), kind: .hook, now: 2)
        try spool.put(SpooledWebhook(body: body, query: nil).bytes, kind: .hook, now: 3)
        try spool.put(SpooledWebhook(body: body, query: Self.query + "&job=1").bytes, kind: .hook, now: 4)
        let report = try SpoolSweep(folder: spool, database: shop.database).run()
        #expect(report.taken == 1)
        // Forged webhooks are deleted, so that a stranger cannot fill the disk.
        #expect(report.forged == 2)
        #expect(report.refused.count == 1)
        #expect(spool.refusedCount == 1)
        #expect(try shop.count("SELECT order_id FROM crm_events WHERE crm_order_id = '5' AND attempt = 3") == 7)
        #expect(try shop.count("SELECT count(*) FROM crm_events") == 1)
    }

    @Test("whose job was lost gets another one from the sweep") func sweep() throws {
        let shop = try ShopDatabase()
        try shop.shell("INSERT INTO crm_events (source, crm_order_id, status) VALUES ('command', '77', '3')")
        #expect(try OrderSweep.run(shop.queue) == 0)
        try shop.shell("DELETE FROM jobs")
        #expect(try OrderSweep.run(shop.queue) == 1)
    }
}
