import Glibc
import JSON
import TestSupport
import Testing

@Suite("The time of a pre-order", .ownThread) struct PreOrderTests {
    /// - Parameter hours: from now.
    /// - Returns: the time on a clock in UTC.
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

    // Two hours from now in UTC is in the past for a clock that is five hours ahead, and not for one that is behind.
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
