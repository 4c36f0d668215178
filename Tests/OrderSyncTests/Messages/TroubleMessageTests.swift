import Frontpad
import Intake
import Mail
import Shop
import Testing

@testable import OrderSync

@Suite("What a manager reads about an order in trouble") struct TroubleMessageTests {
    private static let failures = MessageCatalogue.failures.map(\.1)

    @Test("names the order, the reason and what to do, in both languages", arguments: [Language.ru, .en], failures)
    func body(language: Language, failure: SendFailure) {
        let trouble = Trouble.notSent(failure)
        let body = trouble.mail(about: MessageCatalogue.order(.failed), name: "7", resend: .never)[language]
        #expect(body.contains("2611/7"))
        #expect(body.contains(failure.reason[language]))
        #expect(body.contains(failure.advice[language]))
        #expect(trouble.subject(order: "2611/7")[language].contains("2611/7"))
        #expect(trouble.message(resend: .never)[language].contains(failure.advice[language]))
    }

    @Test("tells the administrator to send it only where that can succeed", arguments: failures)
    func sending(failure: SendFailure) {
        let body = Trouble.notSent(failure).mail(
            about: MessageCatalogue.order(.failed), name: "7", resend: .never
        ).en
        #expect(body.contains("frontpad-enqueue send 7") == failure.canBeSentAgain)
        #expect(failure.advice.en.contains("ask the administrator to send") == failure.canBeSentAgain)
    }

    @Test(
        "never has an order in Frontpad twice: to enter it and to send it are never both advised", arguments: failures)
    func oneThing(failure: SendFailure) {
        let isEntered =
            failure.advice.en.contains("nter the order in Frontpad by hand")
            || failure.advice.en.contains("nter it in Frontpad by hand")
        #expect(!(isEntered && failure.canBeSentAgain))
    }

    @Test("warns where an order that was entered by hand could still be sent by its status", arguments: failures)
    func keepsStatus(failure: SendFailure) {
        for resend in [ShopResend.onTriggerStatus, .leavingErrorStatus] {
            let isWarned = failure.message(resend: resend) != failure.message(resend: .never)
            #expect(isWarned == (!failure.canBeSentAgain && failure != .removedFromShop))
        }
    }

    @Test(
        "name what sends a failed order again in the shop",
        arguments: [
            (["send_status": "2"], .onTriggerStatus), (["send_status": "2", "error_status": "7"], .onTriggerStatus),
            (["send_status": ""], .never), (["send_status": "", "error_status": "7"], .leavingErrorStatus),
            (["send_status": "", "send_statuses": "1:2"], .onTriggerStatus), ([:], .never),
            (["send_status": "2", "send_statuses": "1:", "error_status": "7"], .leavingErrorStatus),
        ] as [([String: String], ShopResend)])
    func resend(settings: [String: String], expected: ShopResend) {
        #expect(Fixture.settings(settings).resend == expected)
    }

    @Test("never advises to send an order in doubt without checking Frontpad", arguments: [Language.ru, .en])
    func inDoubt(language: Language) {
        let body = Trouble.inDoubt(.timedOut).mail(
            about: MessageCatalogue.order(.inDoubt), name: "7@1", resend: .never)[language]
        #expect(!body.contains("frontpad-enqueue send"))
        #expect(body.contains("frontpad-queue resolve 7@1 --not-sent"))
    }

    @Test("has what is needed to find or enter the order, and only the end of the phone") func details() {
        let document = """
            {"id":7,"num":"2611/7","cost":"1250.50","createdon":"2026-11-24 10:00:00","timezone":"Europe/Moscow",
            "address":{"receiver":"Иван\\nBcc: x","phone":"+7 (912) 345-67-89","street":"Ленина","building":"5"},
            "products":[{"product_id":1,"name":"Маргарита","count":2,"options":{"modifications":[4]},"modifications":[
            {"id":4,"rid":1,"type":2,"name":"Сырный бортик"}]},{"product_id":2,"name":"Чай\\nQUIT","count":1}]}
            """
        let mail = Trouble.inDoubt(.timedOut).mail(
            about: MessageCatalogue.order(document: document), name: "7", resend: .never)
        let lines = mail.ru.replacing("\u{A0}", with: " ").split(separator: "\n")
        #expect(
            lines.prefix(10) == [
                "Заказ 2611/7", "Гость: Иван Bcc: x", "Телефон: …6789", "Сумма: 1 250,50 ₽", "Адрес: Ленина, 5",
                "Оформлен в магазине: 24.11.2026, 10:00", "Отправлялся во Frontpad: 24.11.2026, 11:00", "Состав:",
                "– «Маргарита» × 2 (Сырный бортик)", "– «Чай QUIT» × 1",
            ])
        #expect(!mail.ru.contains("345"))
        #expect(mail.en.contains("Total: 1\u{A0}250,50\u{A0}₽\n"))
    }

    @Test(
        "leaves out what a document does not have, or the document if it cannot be read",
        arguments: [nil, "{", "{}", #"{"id":7,"products":[],"address":{"phone":"12"}}"#])
    func noDetails(document: String?) {
        #expect(OrderCard(MessageCatalogue.order(isSent: false, document: document)).details == [])
    }

    @Test("refers to an order without a number by its id") func unnumbered() {
        let order = CRMOrder(
            reference: OrderReference(order: 7, incarnation: 1), isArchived: false, num: nil, state: .new,
            sendingJob: nil, sendingAttempt: nil, sendingAt: nil, sendRequestedAt: nil, cancelledAt: nil, document: nil)
        #expect(order.name == "7")
        #expect(MessageCatalogue.order().name == "2611/7")
    }

    @Test("explains every error code of the CRM") func everyCode() {
        let codes = MessageCatalogue.codes
        for language in [Language.ru, .en] {
            #expect(Set(codes.map { $0.reason[language] }).count == codes.count)
            #expect(codes.allSatisfy { $0.whatToDo?[language].isEmpty != true })
        }
    }

    @Test("shows a warning's lines by name, or by number if they have none") func lines() {
        let warning = FrontpadWarning.invalidProductKeys([1, 5])
        #expect(warning.message(lineNames: ["Tea", "Soup"]).en.contains(": “Soup”, the item of line 6. Frontpad"))
        #expect(warning.message(lineNames: ["Чай", "Суп"]).ru.contains(": «Суп», из строки 6. Frontpad"))
        #expect(
            warning.message(lineNames: ["Чай", "Суп"], articles: ["T", "S"]).ru.contains("«Суп» (артикул S)"))
        #expect(
            FrontpadWarning.invalidProductKeys([-1]).message(lineNames: ["Tea"]).en.contains(
                "the item of line 0. Frontpad"))
    }

    @Test("cannot get another header from an order number with line breaks") func newlines() throws {
        let subject = Trouble.notSent(.noDocument).subject(order: "7\r\nBcc: thief@example.test\r\n\r\nbody").en
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
