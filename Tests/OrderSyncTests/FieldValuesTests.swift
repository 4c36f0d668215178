import Frontpad
import Shop
import TestSupport
import Testing

@testable import OrderSync

@Suite("A field has only what the CRM accepts, and what is lost is reported", .ownThread) struct FieldValuesTests {
    private func values(_ settings: [(NewOrder.Field, String?)]) -> FieldValues {
        var fields = FieldValues(now: Fixture.now, zone: .utc)
        for (field, text) in settings { fields.set(field, text) }
        fields.settleDiscounts()
        return fields
    }

    @Test(
        "a text over its limit is cut at a Unicode scalar and reported in full",
        arguments: [
            (NewOrder.Field.descr, 100), (.street, 50), (.home, 50), (.apart, 50), (.phone, 50), (.name, 50), (.pod, 2),
            (.et, 2),
        ])
    func cut(field: NewOrder.Field, limit: Int) {
        let fits = String(repeating: "ж", count: limit)
        let exact = values([(field, fits)])
        #expect(exact.values == [field: fits])
        #expect(exact.notices.isEmpty)
        let long = values([(field, fits + "ъ")])
        #expect(long.values == [field: fits])
        #expect(long.notices == [.cut(field, limit: limit, whole: fits + "ъ")])
    }

    @Test("the limit counts Unicode scalars, not visible characters")
    func scalars() {
        // The emoji of a family of three is one character with five Unicode scalars.
        let text = String(repeating: "a", count: 98) + "👨‍👩‍👧"
        #expect(values([(.descr, text)]).values[.descr]?.unicodeScalars.count == 100)
    }

    @Test("a value that would mean something else when cut is left out and reported")
    func whole() {
        let mail = String(repeating: "a", count: 45) + "@example.test"
        let fields = values([(.mail, mail)])
        #expect(fields.values == [:])
        #expect(fields.notices == [.leftOut(.mail, value: mail, .tooLong)])
    }

    @Test("of two discounts the percentage is sent and the amount is reported")
    func discounts() {
        let both = values([(.saleAmount, "150"), (.sale, "10")])
        #expect(both.values == [.sale: "10"])
        #expect(both.notices == [.twoDiscounts(saleAmount: "150")])
        #expect(values([(.saleAmount, "150.0"), (.sale, "0")]).values == [.saleAmount: "150"])
        #expect(values([(.saleAmount, "0"), (.sale, "10.0")]).values == [.sale: "10"])
    }

    @Test(
        "a time that has passed, is too far ahead or is not a time is left out and reported",
        arguments: [
            ("2026-11-24 00:00:00", OrderNotice.Reason.past), ("2026-11-23 19:30:00", .past),
            ("2026-12-24 00:00:01", .tooFarAhead), ("2027-11-24 10:00", .tooFarAhead), ("скоро", .notATime),
            ("2026-02-30 10:00", .notATime),
        ])
    func badTimes(text: String, reason: OrderNotice.Reason) {
        let fields = values([(.datetime, text)])
        #expect(fields.values == [:])
        #expect(fields.notices == [.leftOut(.datetime, value: text, reason)])
    }

    @Test(
        "a time from the next second to thirty days ahead is sent in the CRM's format",
        arguments: [
            ("2026-11-24 00:00:01", "2026-11-24 00:00:01"), ("24.11.2026 19:30", "2026-11-24 19:30:00"),
            ("2026-12-24T00:00:00", "2026-12-24 00:00:00"),
        ])
    func times(text: String, sent: String) {
        let fields = values([(.datetime, text)])
        #expect(fields.values == [.datetime: sent])
        #expect(fields.notices.isEmpty)
    }

    @Test("a time is read in the kitchen's zone")
    func zone() throws {
        var fields = FieldValues(now: Fixture.now, zone: try #require(Zone(named: "Asia/Yekaterinburg")))
        // Midnight in UTC is five o'clock in the morning in Yekaterinburg.
        fields.set(.datetime, "2026-11-24 05:00:00")
        #expect(fields.notices == [.leftOut(.datetime, value: "2026-11-24 05:00:00", .past)])
        fields.set(.datetime, "2026-11-24 05:00:01")
        #expect(fields.values == [.datetime: "2026-11-24 05:00:01"])
        #expect(fields.notices.isEmpty)
    }

    @Test(
        "a number with a format or range that the CRM does not accept is left out and reported",
        arguments: [
            (NewOrder.Field.sale, "101"), (.sale, "-5"), (.sale, "2.5"), (.person, "100"), (.person, "трое"),
            (.score, "1e3"), (.score, "-1"), (.saleAmount, "nan"), (.card, "12345678901234567"), (.card, "12a"),
        ])
    func badNumbers(field: NewOrder.Field, text: String) {
        let fields = values([(field, text)])
        #expect(fields.values == [:])
        #expect(fields.notices == [.leftOut(field, value: text, .notANumber)])
    }

    @Test("a card is sent without the gaps between its digits")
    func card() {
        #expect(values([(.card, "1234-5678 9012 3456")]).values == [.card: "1234567890123456"])
    }

    @Test("a text of several lines becomes one line")
    func lines() {
        #expect(values([(.descr, " без лука \r\n\n\tпозвонить  ")]).values == [.descr: "без лука позвонить"])
    }

    @Test("an empty or blank value leaves a field as it is")
    func nothing() {
        let fields = values([(.name, "Иван"), (.name, nil), (.name, ""), (.name, " \n ")])
        #expect(fields.values == [.name: "Иван"])
    }

    @Test("a notice about a value that is replaced later is dropped")
    func replaced() {
        let fields = values([(.pod, "12345"), (.pod, "7")])
        #expect(fields.values == [.pod: "7"])
        #expect(fields.notices.isEmpty)
    }

    @Test("every notice is written in both languages and contains the value")
    func words() {
        let notices: [OrderNotice] = NewOrder.Field.allCases.flatMap { field -> [OrderNotice] in
            [
                .cut(field, limit: 2, whole: "значение"), .leftOut(field, value: "значение", .tooLong),
                .leftOut(field, value: "значение", .notATime), .leftOut(field, value: "значение", .past),
                .leftOut(field, value: "значение", .tooFarAhead), .leftOut(field, value: "значение", .notANumber),
            ]
        }
        let others: [OrderNotice] = [
            .twoDiscounts(saleAmount: "значение"), .modificationWithoutArticle(name: "значение", line: "Суп"),
        ]
        for notice in notices + others {
            // Only the end of a phone, an e-mail address, a card or a certificate is shown.
            let message = notice.message
            #expect(
                message.ru.contains("значение") || message.ru.contains("…ение")
            )
            #expect(
                message.en.contains("значение") || message.en.contains("…ение")
            )
            #expect(message.ru != message.en)
        }
    }
}
