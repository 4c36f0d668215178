import Intake
import SQLite
import TestSupport
import Testing

@Suite("A webhook", .ownThread) struct WebhookTests {
    private func read(_ body: String, _ query: String? = nil) throws -> Webhook? {
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
        #expect(event.orderID == nil)
        #expect(event.source == .webhook)
    }

    @Test("has the order and the attempt from its address") func address() throws {
        let webhook = try read(
            #"{"order_id":1,"status":"В пути"}"#, "token=a%20b&order=7&incarnation=2&job=9&attempt=3")
        let event = try #require(webhook).event
        #expect(webhook?.token == "a b")
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
            (#"{"action":"delete","order_id":1,"status":1}"#, .unknownAction("delete")),
            (String(repeating: "x", count: Webhook.maxBytes + 1), .tooLarge),
            (String(repeating: "[", count: 60_000), .notReadable),
        ])
    func refused(body: String, refusal: Webhook.Refusal) {
        #expect(throws: refusal) { try read(body) }
    }

    @Test("from a stranger is refused because of its token")
    func token() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_hook_url", "https://shop.example/hook.php?token=s%2Fecret#x")
        let intake = WebhookIntake(database: shop.database)
        let body = #"{"order_id":1,"status":3}"#
        for query in ["", "token=", "token=s", "token=s/ecret1", "order=1"] {
            let webhook = try #require(try read(body, query))
            #expect(throws: Webhook.Refusal.wrongToken) { try intake.store(webhook, isAddressKnown: true) }
        }
        #expect(try intake.store(try #require(try read(body, "token=s%2Fecret")), isAddressKnown: true) == 1)
        // A request from the machine itself needs no token.
        #expect(try intake.store(try #require(try read(body)), isAddressKnown: false) == 2)
        #expect(try shop.count("SELECT count(*) FROM jobs WHERE kind = 'apply_crm_status'") == 2)
    }

    @Test(
        "that another program stores gets its job, whatever the conflict clause",
        arguments: [
            "INSERT", "REPLACE", "INSERT OR IGNORE",
        ])
    func foreign(verb: String) throws {
        let shop = try ShopDatabase()
        try shop.shell("\(verb) INTO crm_events (crm_order_id, status) VALUES ('77', '3')")
        #expect(try shop.count("SELECT count(*) FROM jobs WHERE kind = 'apply_crm_status' AND queue = 'events'") == 1)
        let age = try shop.count("SELECT (SELECT now FROM present) - received_at FROM crm_events")
        #expect((0..<60_000).contains(age))
    }

    @Test("waits in the spool if the database cannot be written") func spooled() throws {
        let shop = try ShopDatabase()
        let spool = SpoolFolder(path: shop.location.spoolFolder)
        let body = Array(#"{"order_id":5,"status":"10"}"#.utf8)
        try spool.put(SpooledWebhook(body: body, query: "order=3&attempt=1").bytes, kind: .hook, now: 1)
        try spool.put(Array("no".utf8), kind: .hook, now: 2)
        let report = try SpoolSweep(folder: spool, database: shop.database).run()
        #expect(report.taken == 1)
        #expect(report.refused.values.sorted() == ["the body is neither a JSON object nor a form"])
        #expect(try shop.count("SELECT order_id FROM crm_events WHERE crm_order_id = '5' AND attempt = 1") == 3)
    }

    @Test("whose job was lost gets another one from the sweep") func sweep() throws {
        let shop = try ShopDatabase()
        try shop.shell("INSERT INTO crm_events (crm_order_id, status) VALUES ('77', '3')")
        #expect(try OrderSweep.run(shop.queue) == 0)
        try shop.shell("DELETE FROM jobs")
        #expect(try OrderSweep.run(shop.queue) == 1)
    }
}
