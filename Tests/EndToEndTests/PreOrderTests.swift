import Glibc
import JSON
import TestSupport
import Testing

@Suite("The time of a pre-order", .ownThread) struct PreOrderTests {
    /// - Parameter hours: the number of hours from now.
    /// - Returns: the time that a clock in UTC shows then.
    private func clock(hours: Int) -> String {
        var moment = time(nil) + hours * 3600
        var parts = tm()
        gmtime_r(&moment, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M:00", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func bridge(_ hours: Int, zone: String) throws -> Bridge {
        let bridge = try Bridge(["additional_fields": "datetime:order.for_when", "timezone": zone])
        try bridge.enqueue(["order"], Samples.order(1, more: ",\"for_when\":\"\(clock(hours: hours))\""))
        try bridge.drain()
        return bridge
    }

    @Test("reaches the kitchen in its local time") func ahead() throws {
        let bridge = try bridge(24, zone: "UTC")
        let fields = try #require(try bridge.sandbox.orders().first?["fields"])
        let whole = try #require(try JSON.parse(bridge.text("SELECT document FROM orders") ?? "")["for_when"]?.string)
        #expect(fields["datetime"]?.string == whole)
    }

    // The document says two hours from now, as a clock in UTC shows it. If the kitchen's clock is five hours ahead,
    // this time has passed. If the clock is five hours behind, it has not.
    @Test("is compared with the kitchen's clock", arguments: [("+05:00", false), ("-05:00", true)])
    func zones(zone: String, isSent: Bool) throws {
        let bridge = try bridge(2, zone: zone)
        #expect(try bridge.state(of: 1) == "sent")
        let fields = try #require(try bridge.sandbox.orders().first?["fields"])
        #expect((fields["datetime"] != nil) == isSent)
        let story = try bridge.text("SELECT detail FROM order_events WHERE event = 'sent'")
        #expect((story?.contains("уже прошло") == true) == !isSent, "\(story ?? "")")
    }

    @Test("is left out if it is farther ahead than Frontpad accepts, and the order is for now") func far() throws {
        let bridge = try bridge(31 * 24, zone: "UTC")
        #expect(try bridge.state(of: 1) == "sent")
        let order = try #require(try bridge.sandbox.orders().first)
        #expect(order["fields"]?["datetime"] == nil)
    }
}
