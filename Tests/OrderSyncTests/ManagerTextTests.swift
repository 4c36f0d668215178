import Frontpad
import Intake
import Mail
import Shop
import Testing

@testable import OrderSync

@Suite("An e-mail to the manager") struct ManagerTextTests {
    private static func order(_ num: String?, sendingAt: Int64? = nil, document: String? = nil) -> CRMOrder {
        CRMOrder(
            reference: OrderReference(order: 7, incarnation: 1), isArchived: false, num: num, state: .new,
            sendingJob: nil, sendingAttempt: nil, sendingAt: sendingAt, sendRequestedAt: nil, cancelledAt: nil,
            document: document)
    }

    private static let troubles: [ManagerText.Trouble] = [.notSent(reason: "ПРИЧИНА"), .inDoubt(evidence: "ПРИЧИНА")]

    @Test(
        "has the order, the reason and the command to run, in both languages", arguments: [Language.ru, .en], troubles)
    func body(language: Language, trouble: ManagerText.Trouble) {
        let text = ManagerText(language: language)
        let body = text.body(trouble, order: Self.order("2611/7"), name: "7")
        #expect(body.contains("2611/7"))
        #expect(body.contains("ПРИЧИНА"))
        #expect(body.contains("frontpad-"))
        #expect(body.hasSuffix("\n"))
        #expect(text.subject(trouble, order: "2611/7").contains("2611/7"))
        #expect(text.comment(trouble).contains("ПРИЧИНА"))
    }

    @Test("never advises to send an order in doubt without checking Frontpad", arguments: [Language.ru, .en])
    func inDoubt(language: Language) {
        let body = ManagerText(language: language).body(.inDoubt(evidence: "x"), order: Self.order(nil), name: "7@1")
        #expect(!body.contains("frontpad-enqueue send"))
        #expect(body.contains("frontpad-queue resolve 7@1 --not-sent"))
    }

    @Test("has what is needed to find the order in Frontpad, and only the end of the phone") func details() {
        let document = """
            {"id":7,"num":"2611/7","cost":"1250.50","createdon":"2026-11-24 10:00:00","timezone":"Europe/Moscow",
            "address":{"receiver":"Иван\\nBcc: x","phone":"+7 (912) 345-67-89","street":"Ленина","building":"5"},
            "products":[]}
            """
        let order = Self.order("2611/7", sendingAt: 1_795_507_205_000, document: document)
        let lines = ManagerText(language: .ru).body(.inDoubt(evidence: "x"), order: order, name: "7").split(
            separator: "\n")
        #expect(
            lines.prefix(7) == [
                "Заказ 2611/7", "Покупатель: Иван Bcc: x", "Телефон оканчивается на: …6789",
                "Сумма: 1\u{A0}250,50\u{A0}₽",
                "Адрес: Ленина, 5", "Оформлен в магазине: 24.11.2026, 10:00",
                "Отправка во Frontpad началась: 24.11.2026, 11:00",
            ])
        #expect(!lines.joined().contains("345"))
        let english = ManagerText(language: .en).body(.inDoubt(evidence: "x"), order: order, name: "7")
        #expect(english.contains("Sum: 1\u{A0}250,50\u{A0}₽\n"))
    }

    @Test(
        "leaves out what a document does not have, or the document if it cannot be read",
        arguments: [nil, "{", "{}", #"{"id":7,"products":[],"address":{"phone":"12"}}"#])
    func noDetails(document: String?) {
        #expect(ManagerText(language: .en).details(of: Self.order("1", document: document)) == [])
    }

    @Test("refers to an order without a number by its id") func unnumbered() {
        #expect(Self.order(nil).name == "7")
        #expect(Self.order("2611/7").name == "2611/7")
    }

    @Test("has no Russian word in its English part") func english() {
        let text = ManagerText(language: .en)
        var texts = [
            text.breakerSubject(), text.deadlinePassed(after: 24 * 3_600_000, lastError: "x"), text.workerDied(),
            text.diesWithIt("x"),
            text.unusableDocument(path: "x"), text.removedFromShop(), text.cancelledByPerson(),
            text.lateAcceptance(order: "1", number: "1"), text.acceptedComment(number: "1", remarks: ["x"]),
            text.acceptedSubject(order: "1", onlyStopped: false), text.comment(.notSent(reason: "x")),
            text.comment(.inDoubt(evidence: "x")),
        ]
        for code in Self.codes { texts += [code.explanation(.en), code.whatToDo(.en) ?? ""] }
        for text in texts {
            #expect(!text.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }, "\(text)")
        }
    }

    private static let codes: [FrontpadErrorCode] = [
        .invalidSecret, .requestsLimit, .apiOff, .invalidPlant, .invalidMethod, .cashClose, .invalidProductKeys,
        .invalidCertificate, .invalidDatetime, .invalidTags, .invalidHookStatus, .invalidOrderID, .invalidClientPhone,
        .invalidProducts, .noStops, .unknown("x"),
    ]

    @Test("explains every error code of the CRM") func everyCode() {
        for language in [Language.ru, .en] {
            #expect(Set(Self.codes.map { $0.explanation(language) }).count == Self.codes.count)
            #expect(Self.codes.allSatisfy { $0.whatToDo(language)?.isEmpty != true })
        }
    }

    @Test("shows a warning's lines by name, or by number if they have none") func lines() {
        let warning = FrontpadWarning.invalidProductKeys([1, 5])
        #expect(warning.text(.en, lineNames: ["Tea", "Soup"]).contains(": «Soup», line 6. Add"))
        #expect(warning.text(.ru, lineNames: ["Чай", "Суп"]).contains(": «Суп», строка 6. Добавьте"))
        #expect(warning.text(.ru, lineNames: ["Чай", "Суп"], articles: ["T", "S"]).contains("«Суп» (S)"))
        #expect(FrontpadWarning.invalidProductKeys([-1]).text(.en, lineNames: ["Tea"]).contains("line 0. Add"))
    }

    @Test("cannot get another header from an order number with line breaks") func newlines() throws {
        let text = ManagerText(language: .en)
        let subject = text.subject(.notSent(reason: "x"), order: "7\r\nBcc: thief@example.test\r\n\r\nbody")
        let message = try MailMessage(
            from: "a@example.test", to: ["b@example.test"], subject: subject, body: "x\r\n.\r\nQUIT\r\n", date: 0,
            messageID: "1@example.test")
        let lines = String(decoding: message.bytes, as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        let head = lines.prefix { !$0.isEmpty }
        #expect(!head.contains { $0.hasPrefix("Bcc") })
        #expect(!head.isEmpty)
    }
}
