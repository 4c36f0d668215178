import JSON
import TestSupport
import Testing

@Suite("An order that fails permanently", .ownThread) struct FailureReportTests {
    private func command(in bridge: Bridge, answering script: String) -> String {
        let path = bridge.folder.path(of: "shop.sh")
        let log = bridge.folder.path(of: "shop.log")
        Files.write(
            Array(
                "#!/bin/sh\nread -r line\ncase $line in *resync*) exit 0;; esac\necho \"$line\" >>'\(log)'\n\(script)\n"
                    .utf8), to: path, mode: 0o700)
        return path
    }

    private func shopLog(_ bridge: Bridge) -> [JSON] {
        let bytes = Files.read(bridge.folder.path(of: "shop.log")) ?? []
        return bytes.split(separator: 0x0A).compactMap { try? JSON.parse(Array($0)) }
    }

    @Test("gets the error status, with the reason, and the manager gets one e-mail, in Russian") func told() throws {
        let mail = try MailServer()
        let bridge = try Bridge([
            "error_status": "6", "manager_email": "boss@shop.example", "mail_from": "shop@shop.example",
            "smtp_url": "smtp://127.0.0.1:\(mail.port)",
        ])
        let shop = command(in: bridge, answering: #"echo '{"applied": true, "status": 6}'"#)
        #expect(try bridge.queue(["settings", "set", "shop_command", shop]).status == .exited(0))
        try bridge.sandbox.control(
            "answer", ["method": "new_order", "error": "invalid_product_keys", "count": 1])
        try bridge.checkOut(Samples.order(8))
        try bridge.drain()
        try bridge.drain()

        #expect(try bridge.state(of: 8) == "failed")
        let letters = try mail.letters()
        #expect(letters.count == 1)
        #expect(letters.first?.recipients == ["boss@shop.example"])
        #expect(letters.first?["subject"] == "Заказ T/8 не передан во Frontpad")
        #expect(letters.first?.body?.contains("Frontpad не знает ни одного артикула") == true)

        let updates = shopLog(bridge)
        try #require(updates.count == 1)
        #expect(updates[0]["order"]?.int == 8)
        #expect(updates[0]["num"]?.string == "T/8")
        #expect(updates[0]["set_status"]?.int == 6)
        #expect(updates[0]["expect_status"] == .null)
        #expect(updates[0]["comment"]?.string?.hasPrefix("[Frontpad] Заказ НЕ передан: ") == true)
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE state <> 'completed' AND kind <> 'send_order'") == 0)
    }

    @Test("keeps the shop's update until the shop accepts it") func shopAway() throws {
        let bridge = try Bridge(["error_status": "6"])
        let shop = command(in: bridge, answering: "exit 75")
        #expect(try bridge.queue(["settings", "set", "shop_command", shop]).status == .exited(0))
        try bridge.checkOut(Samples.order(9, article: ""))
        try bridge.drain()
        #expect(shopLog(bridge).count == 1)
        let job = try #require(try bridge.text("SELECT CAST(id AS TEXT) FROM jobs WHERE kind = 'update_shop'"))
        #expect(try bridge.text("SELECT state FROM jobs WHERE id = \(job)") == "scheduled")
        #expect(try bridge.count("SELECT max_attempts - attempt FROM jobs WHERE id = \(job)") == 1_000)
        _ = command(in: bridge, answering: #"echo notice; echo '{"applied": false, "reason": "final status"}'"#)
        #expect(try bridge.queue(["retry", job]).stdout == "job \(job): available\n")
        try bridge.drain()
        #expect(try bridge.text("SELECT state FROM jobs WHERE id = \(job)") == "completed")
        #expect(try bridge.queue(["order", "9"]).stdout.contains("final status"))
    }

    @Test("if the CRM only warned, is sent, and the missing lines are named") func warned() throws {
        let bridge = try Bridge()
        let shop = command(in: bridge, answering: #"echo '{"applied": true}'"#)
        #expect(try bridge.queue(["settings", "set", "shop_command", shop]).status == .exited(0))
        let document = """
            {"id":5,"num":"T/5","status":1,"event":"created","address":{"phone":"1"},"products":[
            {"product_id":1,"name":"Маргарита","count":1,"article":"PZ-001"},
            {"product_id":2,"name":"Соус","count":2,"article":"NO-1"}]}
            """
        try bridge.enqueue(["order"], document)
        try bridge.drain()
        #expect(try bridge.state(of: 5) == "sent")
        let update = try #require(shopLog(bridge).first)
        #expect(update["set_status"] == .null)
        #expect(update["comment"]?.string?.contains("«Соус»") == true)
        #expect(update["comment"]?.string?.contains("Маргарита") == false)
    }
}
