import JSON
import TestSupport
import Testing

@Suite("A closed shift", .ownThread) struct ClosedShiftTests {
    private static let orders = 40
    private static let workers = 3

    @Test(
        "spends no attempt of 40 orders: one e-mail, one probe at a time, and all are sent oldest first when it opens")
    func waits() throws {
        let bridge = try Bridge(
            [
                "manager_email": "boss@shop.example", "error_status": "7", "requests_per_second": "50",
                "requests_per_minute": "1000",
            ],
            sandbox: ["--shift", "closed", "--no-limits"])
        try bridge.enqueue(["orders"], (1...Self.orders).map { Samples.order($0) }.joined(separator: "\n"))
        try drainTogether(bridge)
        let first = try bridge.sandbox.state("requests").array?.count ?? 0
        // Only the orders that were already being sent when the CRM answered that the shift was closed made requests.
        #expect((1...Self.workers * 4).contains(first))
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'new'") == Self.orders)
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'notify_manager'") == 1)

        // The interval until the next probe passes twice. Each time one order probes the CRM, and the others keep
        // their places.
        for looks in 1...2 {
            try passProbeInterval(bridge)
            try drainTogether(bridge)
            #expect(try bridge.sandbox.state("requests").array?.count == first + looks)
            #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'notify_manager'") == 1)
        }

        try bridge.sandbox.control("shift", ["open": true])
        try passProbeInterval(bridge)
        try drainTogether(bridge)
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'sent'") == Self.orders)
        #expect(try bridge.count("SELECT count(*) FROM breakers") == 0)
        let orders = try bridge.sandbox.orders()
        #expect(orders.count == Self.orders)
        #expect(try bridge.text("SELECT crm_order_number FROM crm_orders WHERE order_id = 1") == "1")
        // The orders arrive nearly in the right order. An order may only overtake orders that were being sent at the
        // same time.
        let tooEarly = try bridge.count(
            """
            SELECT count(*) FROM crm_orders WHERE CAST(crm_order_number AS INTEGER) < order_id - \(Self.workers * 4 - 1)
            """)
        #expect(tooEarly == 0)
        // No failure is reported to the shop, and no order gets the error status.
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'update_shop'") == 0)
        #expect(try bridge.count("SELECT count(*) FROM order_events WHERE event IN ('failed', 'in_doubt')") == 0)
    }

    /// Runs several workers at the same time until no job is left that can run now.
    private func drainTogether(_ bridge: Bridge) throws {
        let workers = try (1...Self.workers).map { _ in try bridge.startWorker(["--drain"]) }
        for worker in workers { #expect(try worker.finish() == .exited(0)) }
    }

    @Test("of an account with a wrong secret ends with another secret, without waiting") func secret() throws {
        let bridge = try Bridge(["secret": "wrong", "language": "en"])
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        #expect(try bridge.text("SELECT reason FROM breakers") == "invalid_secret")
        #expect(try bridge.queue(["status"]).stdout.contains("the API secret is wrong"))
        let doctor = try bridge.queue(["doctor"])
        #expect(doctor.status == .exited(78))
        #expect(doctor.stdout.contains("bad Frontpad"))
        #expect(doctor.stdout.contains("ok database"))
        #expect(try bridge.queue(["settings", "set", "secret", "-"], "sandbox\n").status == .exited(0))
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.count("SELECT count(*) FROM breakers") == 0)
    }

    private func passProbeInterval(_ bridge: Bridge) throws {
        _ = try run("sqlite3", [bridge.databasePath, "DELETE FROM budget_uses WHERE budget = 'frontpad_probe'"])
    }
}
