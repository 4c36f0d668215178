import JSON
import TestSupport
import Testing

@Suite("A closed shift") struct ClosedShiftTests {
    @Test("burns no order: one notice, one look at a time, and all leave oldest first when it opens")
    func waits() throws {
        let bridge = try Bridge(
            ["manager_email": "boss@shop.example", "requests_per_second": "100", "requests_per_minute": "1000"],
            sandbox: ["--shift", "closed", "--no-limits"])
        try bridge.enqueue(["orders"], (1...12).map { Samples.order($0) }.joined(separator: "\n"))
        try bridge.drain()
        let first = try bridge.sandbox.look("requests").array?.count ?? 0
        // Those that were under way together when the shift turned out to be closed.
        #expect((1...4).contains(first))
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'new'") == 12)
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'notify_manager'") == 1)

        // The minute to the next look has passed: one order looks, the others keep their places.
        try passProbeInterval(bridge)
        try bridge.drain()
        #expect(try bridge.sandbox.look("requests").array?.count == first + 1)
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'notify_manager'") == 1)

        try bridge.sandbox.control("shift", ["open": true])
        try passProbeInterval(bridge)
        try bridge.drain()
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'sent'") == 12)
        #expect(try bridge.count("SELECT count(*) FROM breakers") == 0)
        #expect(try bridge.sandbox.orders().count == 12)
        let probe = try bridge.text("SELECT crm_order_number FROM crm_orders WHERE order_id = 1")
        #expect(probe == "1")
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'update_shop'") == 0)
    }

    @Test("of an account whose secret is wrong ends with another secret, without waiting") func secret() throws {
        let bridge = try Bridge(["secret": "wrong"])
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        #expect(try bridge.text("SELECT reason FROM breakers") == "invalid_secret")
        #expect(try bridge.queue(["status"]).stdout.contains("секрет API неверен"))
        let doctor = try bridge.queue(["doctor"])
        #expect(doctor.status == .exited(78))
        #expect(doctor.stdout.contains("bad Frontpad"))
        #expect(doctor.stdout.contains("ok database"))
        #expect(try bridge.queue(["settings", "set", "secret", "sandbox"]).status == .exited(0))
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.count("SELECT count(*) FROM breakers") == 0)
    }

    private func passProbeInterval(_ bridge: Bridge) throws {
        _ = try run("sqlite3", [bridge.databasePath, "DELETE FROM budget_uses WHERE budget = 'frontpad_probe'"])
    }
}
