import JSON
import TestSupport
import Testing

@Suite("An order's identity", .ownThread) struct IdentityTests {
    private static func order(
        status: Int, seq: Int, created: String = "2026-11-23 10:00:00", zone: String, phone: String = "+79120000001"
    ) -> String {
        """
        {"id":5,"num":"T/5","status":\(status),"createdon":"\(created)","event":"status","event_seq":\(seq),\
        "timezone":"\(zone)","address":{"phone":"\(phone)"},"products":[{"product_id":1,"name":"x","count":1,"article":"PZ-001"}]}
        """
    }

    @Test("survives a change of the time zone: an order that was sent is not sent again") func zone() throws {
        let bridge = try Bridge(["send_status": "2"])
        try bridge.enqueue(["order"], Self.order(status: 2, seq: 1, zone: "UTC"))
        try bridge.drain()
        #expect(try bridge.state(of: 5) == "sent")
        #expect(
            try bridge.queue(["settings", "set", "timezone", "Asia/Yekaterinburg"]).status == .exited(0))
        try bridge.enqueue(["order"], Self.order(status: 2, seq: 2, zone: "UTC"))
        try bridge.enqueue(["order"], Self.order(status: 2, seq: 3, zone: "Europe/Moscow"))
        try bridge.drain()
        #expect(try bridge.sandbox.orders().count == 1)
        #expect(try bridge.count("SELECT count(*) FROM archived_orders") == 0)
    }

    @Test("changes if the shop reuses the id, even within a quarter of an hour") func restarted() throws {
        let bridge = try Bridge(["send_status": "2"])
        try bridge.enqueue(["order"], Self.order(status: 2, seq: 1, zone: "UTC"))
        try bridge.drain()
        try bridge.enqueue(
            ["order"],
            Self.order(status: 2, seq: 1, created: "2026-11-23 10:15:00", zone: "UTC", phone: "+79120000002"))
        try bridge.drain()
        #expect(try bridge.sandbox.orders().count == 2)
        #expect(try bridge.count("SELECT count(*) FROM archived_orders WHERE crm_state = 'sent'") == 1)
    }

    @Test("being sent while the shop reuses its id ends in doubt, and the manager is told") func inFlight() throws {
        let bridge = try Bridge(["send_status": "2", "manager_email": "boss@shop.example", "timeout": "2"])
        try bridge.sandbox.control("fault", ["method": "new_order", "fault": "silent", "count": 1])
        try bridge.enqueue(["order"], Self.order(status: 2, seq: 1, zone: "UTC"))
        let worker = try bridge.startWorker(["--once"])
        _ = try bridge.sandbox.program.line(containing: "new_order", in: .errors)
        try bridge.enqueue(["order"], Self.order(status: 1, seq: 9, created: "2026-11-24 11:00:00", zone: "UTC"))
        #expect(try worker.finish() == .exited(0))
        #expect(try bridge.text("SELECT crm_state FROM archived_orders") == "in_doubt")
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'notify_manager'") == 1)
        #expect(try bridge.state(of: 5) == "new")
    }

    @Test("whose worker died while sending is in doubt even if a person cancels its job") func cancelled()
        throws
    {
        let bridge = try Bridge()
        try bridge.sandbox.control("fault", ["method": "new_order", "fault": "silent", "count": 1])
        try bridge.enqueue(["order"], Samples.order(1))
        let worker = try bridge.startWorker()
        _ = try bridge.sandbox.program.line(containing: "new_order", in: .errors)
        worker.send(9)
        _ = try worker.finish()
        // This is what a rescue does. No worker runs that could claim the job afterwards.
        _ = try run(
            "sqlite3", [bridge.databasePath, "UPDATE jobs SET state = 'available', worker = NULL WHERE id = 1"])
        #expect(try bridge.queue(["cancel", "1"]).status == .exited(0))
        #expect(try bridge.state(of: 1) == "in_doubt")
        #expect(try bridge.enqueue(["send", "1"]).status == .exited(1))
    }
}
