import JSON
import Shop
import TestSupport
import Testing

@Suite("Sample orders", .ownThread) struct SampleDocumentTests {
    private static func documents(_ version: String) throws -> [OrderDocument] {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try #require(Files.read("/\(folder)/ops/samples/minishop2-\(version).jsonl"))
        return try bytes.split(separator: 0x0A).map { try OrderDocument.parse(Array($0)) }
    }

    @Test("the sample orders of both generations of miniShop2 are read alike", arguments: ["2.9.3", "4.4.0"])
    func samples(version: String) throws {
        let orders = try Self.documents(version)
        #expect(orders.map(\.id) == [1, 2, 3, 4, 5])
        #expect(orders.map(\.num) == ["2611/1", "2611/2", "2611/3", "2611/4", "2611/5"])
        #expect(orders.map(\.eventSeq) == [1, 2, 3, 4, 5])
        // The second order had already changed its status when the sample of 4.4.0 was taken.
        #expect(orders.map(\.status) == [2, version == "4.4.0" ? 2 : 1, 1, 1, 1])
        #expect(orders.map(\.delivery) == ["2", "2", "2", "2", "1"])
        #expect(orders.map(\.email) == [String?](repeating: "ivan@example.test", count: 5))
        for order in orders {
            #expect(order.event == .created)
            #expect(order.payment == "1")
            #expect(order.context == "web")
            #expect(order.address("street")?.isEmpty == false)
            #expect(order.address("entrance") == nil)
        }
        #expect(orders[0].createdonMilliseconds(zone: nil) == 1_795_445_787_000)
    }

    @Test("additional fields of the samples are found and decoded", arguments: ["2.9.3", "4.4.0"])
    func additionalFields(version: String) throws {
        let order = try Self.documents(version)[2]
        #expect(order.value(named: "extfld_persons") == "3")
        #expect(order.value(named: "persons") == "3")
        #expect(order.value(named: "deliverydate") == "2026-11-24 19:30:00")
        #expect(order.value(named: "note") == "«Без лука» <b>")
        #expect(order.value(named: "city") == "Пермь")
        // The space at the end is not part of the remark.
        #expect(order.value(named: "address.comment") == "Домофон 12К; без лука")
    }

    @Test("modifications belong to the line whose product has them", arguments: ["2.9.3", "4.4.0"])
    func modifications(version: String) throws {
        let orders = try Self.documents(version)
        let lines = orders[2].lines
        #expect(lines.map(\.productID) == [3, 4])
        #expect(lines[0].modifications.map(\.article) == ["PZ-001-35", "ADD-CHEESE"])
        #expect(lines[0].modifications.map(\.effect) == [.main, .additive])
        #expect(lines[0].mainModification == 2)
        // The shop's cart gave the second pizza the options of the first one by mistake.
        #expect(lines[1].modifications.isEmpty)
        #expect(orders[3].lines.map(\.article) == [nil])
        #expect(orders[4].lines.map(\.count) == [12])
    }
}
