import Frontpad
import Intake
import JSON
import JobQueue
import Shop
import TestSupport
import Testing

@testable import OrderSync

@Suite("The values of an order in its request", .ownThread) struct OrderValuesTests {
    private func request(
        _ address: [(String, JSON)], _ settings: [String: String] = [:], now: Int64 = Fixture.now
    ) throws -> MappedOrder {
        try Fixture.request(try Fixture.document(address: address), settings, now: now)
    }

    @Test(
        "of entrance and floor are the number",
        arguments: [
            ("подъезд 3", "3"), ("подъезд12", "12"), ("3-й", "3"), ("эт.5", "5"), ("12", "12"), ("Б", "Б"),
        ])
    func entrance(given: String, sent: String) throws {
        let mapped = try request([("entrance", .string(given)), ("floor", .string(given))])
        #expect(mapped.order.fields[.pod] == sent)
        #expect(mapped.order.fields[.et] == sent)
        #expect(mapped.notices == [])
    }

    @Test(
        "of an entrance with several numbers, or none that fits, are cut and told",
        arguments: ["12/34", "корпус 123", "левый"])
    func cutEntrance(given: String) throws {
        let mapped = try request([("entrance", .string(given))])
        #expect(mapped.order.fields[.pod] == String(given.prefix(2)))
        #expect(mapped.notices == [.cut(.pod, limit: 2, whole: given)])
    }

    @Test(
        "have no control characters, and are measured without them",
        arguments: [
            ("a\u{0}b\u{7}c\u{1B}d", "abcd"), ("строка\nдве\tтри", "строка две три"), ("a\u{202E}b\u{200B}", "ab"),
            ("a\u{2028}b", "a b"), ("👨\u{200D}👩\u{200D}👧 e\u{301}", "👨\u{200D}👩\u{200D}👧 e\u{301}"),
            ("\u{85}\u{9F}x", "x"),
        ])
    func controls(given: String, sent: String) throws {
        let mapped = try request([
            ("comment", .string(given)), ("receiver", .string(given + String(repeating: "\u{0}", count: 90))),
        ])
        #expect(mapped.order.fields[.descr] == sent)
        #expect(mapped.order.fields[.name] == sent)
        #expect(mapped.notices == [])
    }

    @Test("of a phone that is not one number are told, without the number") func phone() throws {
        let mapped = try request([("phone", "8-900-000-00-01 доб. 12")], ["phone_format": "+7 (###) ###-##-##"])
        #expect(mapped.order.fields[.phone] == "8-900-000-00-01 доб. 12")
        #expect(mapped.notices == [.phoneAsGiven(end: "…0112")])
        #expect(try request([("phone", "89000000001")], ["phone_format": "+7 (###) ###-##-##"]).notices == [])
    }

    private static let twoFields = ["additional_fields": "datetime:extfld_day+extfld_time"]

    @Test("of a day and an interval are the beginning of the interval") func interval() throws {
        let properties: JSON = ["extfld_day": "25.11.2026", "extfld_time": "18:00-19:00"]
        let mapped = try request([("properties", properties)], Self.twoFields)
        #expect(mapped.order.fields[.datetime] == "2026-11-25 18:00:00")
        #expect(mapped.notices == [])
    }

    @Test("of a day alone are no pre-order at midnight, and the manager is told") func dayOnly() throws {
        for settings in [Self.twoFields, ["additional_fields": "datetime:extfld_day"]] {
            let mapped = try request([("properties", ["extfld_day": "25.11.2026"])], settings)
            #expect(mapped.order.fields[.datetime] == nil)
            #expect(mapped.notices == [.leftOut(.datetime, value: "25.11.2026", .noTime)])
            let isTold = mapped.notices.contains { $0.isMissingLine }
            #expect(isTold)
        }
        #expect(try request([("properties", ["extfld_day": ""])], Self.twoFields).notices == [])
    }

    @Test("join the buyer's comment with the shop's note") func comment() throws {
        let mapped = try request(
            [("comment", "без лука"), ("properties", ["extfld_note": "домофон 12"])],
            ["additional_fields": "descr:extfld_note"])
        #expect(mapped.order.fields[.descr] == "без лука; домофон 12")
    }

    @Test("of persons are found under their usual name") func persons() throws {
        #expect(try request([("properties", ["extfld_persons": "3"])]).order.fields[.person] == "3")
    }

    // MARK: - What does not stop an order

    @Test(
        "that cannot be sent fail the order, and its e-mail names them",
        arguments: ["0.5", "0", "-1", "", "много", "1e9"])
    func counts(count: String) async throws {
        let fixture = try SyncFixture()
        try fixture.store(products: [["product_id": 3, "name": "Сыр", "count": .string(count), "article": "CH-1"]])
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(server.received().isEmpty)
        #expect(try fixture.state() == "failed")
        let mail = try #require(try fixture.jobs("notify_manager").first?["body"]?.string)
        #expect(mail.contains("“Сыр” is “\(count)”"))
    }

    @Test(
        "of a creation time in any form do not stop it",
        arguments: [
            "0000-00-00 00:00:00", "2026-11-27T01:00:00.000Z", "2026-11-27 01:00", "вчера", "",
        ])
    func creationTimes(time: String) throws {
        let document = try OrderDocument(["id": 7, "createdon": .string(time), "products": []])
        #expect(document.createdonText == (time.isEmpty ? nil : time))
        #expect(
            document.createdonMilliseconds(zone: .utc)
                == [
                    "2026-11-27T01:00:00.000Z": 1_795_741_200_000, "2026-11-27 01:00": 1_795_741_200_000,
                ][time])
    }

    @Test("of a creation time are read in the zone of the PHP that wrote them") func zone() throws {
        let document = try OrderDocument([
            "id": 7, "createdon": "2026-11-27 04:00:00", "timezone": "Europe/Moscow", "products": [],
        ])
        #expect(document.createdonMilliseconds(zone: Zone(named: "Asia/Yekaterinburg")) == 1_795_741_200_000)
    }

    @Test("that come a moment after the row are waited for, and then missed in words") func lateDocument() async throws
    {
        let fixture = try SyncFixture(["send_status": "2"])
        try fixture.run("INSERT INTO orders (id, num, status, event_seq) VALUES (7, '2611/7', 2, 5)")
        let server = crm(taken)
        let claim = try #require(try fixture.claim())
        guard case .snooze = try await fixture.handler(server.url()).perform(claim) else {
            Issue.record("it did not wait")
            return
        }
        fixture.advance(by: 15_000)
        guard case .discard(let error) = try await fixture.handler(server.url()).perform(claim) else {
            Issue.record("it still waits")
            return
        }
        #expect(error == "the shop did not send the data of the order")
    }
}
