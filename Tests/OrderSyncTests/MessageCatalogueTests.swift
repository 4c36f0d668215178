import Frontpad
import Glibc
import Intake
import Shop
import TestSupport
import Testing

@testable import OrderSync

/// Every message that a shop's manager can read, with sample values: subjects and bodies of e-mails, and comments on orders.
/// `ops/messages` prints them.
struct MessageCatalogue {
    let language: Language
    private var text: ManagerText { ManagerText(language: language) }

    struct Message: Sendable {
        let situation: String
        /// nil for a comment.
        var subject: String?
        let text: String
    }

    private static let document = """
        {"id":7,"num":"2611/7","cost":"1570.50","createdon":"2026-11-24 10:00:00","timezone":"Europe/Moscow",
        "address":{"receiver":"Иван","phone":"+7 (912) 345-67-89","street":"Ленина","building":"5"},"products":[]}
        """

    private func order(_ state: CRMState = .sent) -> CRMOrder {
        CRMOrder(
            reference: OrderReference(order: 7, incarnation: 1), isArchived: false, num: "2611/7", state: state,
            sendingJob: nil, sendingAttempt: nil, sendingAt: 1_795_507_205_000, sendRequestedAt: nil, cancelledAt: nil,
            document: Self.document)
    }

    private func mail(_ situation: String, _ subject: String, _ body: String) -> Message {
        Message(
            situation: situation, subject: "Пицца на Мира: " + subject,
            text: MailBody(shopName: "Пицца на Мира", databasePath: "/srv/shop/queue.db").text(body))
    }

    var all: [Message] { troubles + accepted + changes + account + notices }

    private var troubles: [Message] {
        let reasons: [(String, ManagerText.Trouble)] = [
            (
                "no product has an article",
                .notSent(reason: OrderProblem.lineWithoutArticle(number: 1, name: "Пепперони").text(language))
            ),
            (
                "a count that is no whole number",
                .notSent(reason: OrderProblem.count(name: "Сыр", count: "0.5").text(language))
            ),
            ("refused by Frontpad", .notSent(reason: FrontpadErrorCode.invalidCertificate.explanation(language))),
            (
                "the deadline has passed",
                .notSent(
                    reason: text.deadlinePassed(
                        after: 24 * 3_600_000, lastError: NotSent(cause: .connection, detail: "").text(language)))
            ),
            ("looks like a copy", .notSent(reason: text.looksLikeCopy(of: "7@1"))),
            ("no data", .notSent(reason: text.noDocument())), ("removed", .notSent(reason: text.removedFromShop())),
            ("damaged data", .notSent(reason: text.unusableDocument(path: "products[0]"))),
            ("cancelled by a person", .notSent(reason: text.cancelledByPerson())),
            (
                "no answer in time",
                .inDoubt(evidence: language == .ru ? "Frontpad не ответил вовремя" : "Frontpad did not answer in time")
            ),
            ("the worker died", .inDoubt(evidence: text.workerDied())),
            ("after a restore", .inDoubt(evidence: text.mayHaveBeenSentSince())),
        ]
        return reasons.map { situation, trouble in
            mail(
                situation, text.subject(trouble, order: "2611/7"), text.body(trouble, order: order(.inDoubt), name: "7")
            )
        } + [
            Message(
                situation: "a late refusal",
                text: text.lateRefusal(reason: FrontpadErrorCode.invalidDatetime.explanation(language))),
            Message(situation: "found by phone", text: text.foundByPhone(status: "Новый")),
            mail(
                "put in doubt after a restore", text.manyInDoubtSubject(count: 2), text.manyInDoubt([order(), order()])),
        ]
    }

    private var accepted: [Message] {
        let late = text.lateAcceptance(order: "2611/7", number: "17")
        let again = text.sentAfterAll(order: "2611/7", number: "17")
        let found = text.foundByPerson(order: "2611/7", number: "17")
        let twice = text.twice(ids: ["17", "18"])
        let missing = FrontpadWarning.invalidProductKeys([0]).text(
            language, lineNames: ["Пепперони"], articles: ["PP-2"])
        let incomplete = text.acceptedComment(number: "17", remarks: [missing])
        return [
            mail(
                "accepted after a doubt", text.lateAcceptanceSubject(order: "2611/7"), text.body(about: order(), late)),
            mail("sent after a failure", text.sentAfterAllSubject(order: "2611/7"), text.body(about: order(), again)),
            mail("found by a person", text.foundByPersonSubject(order: "2611/7"), text.body(about: order(), found)),
            Message(situation: "not found by a person", text: text.sendingAgain()),
            mail("twice in Frontpad", text.twiceSubject(order: "2611/7"), text.body(about: order(), twice)),
            mail(
                "perhaps twice", text.twiceSubject(order: "2611/7"),
                text.body(about: order(), text.perhapsTwice(number: "17"))),
            mail(
                "an unknown article", text.acceptedSubject(order: "2611/7", onlyStopped: false),
                text.body(about: order(), incomplete)),
            mail(
                "a product on the stop list", text.acceptedSubject(order: "2611/7", onlyStopped: true),
                text.body(
                    about: order(),
                    text.acceptedComment(
                        number: "17",
                        remarks: [
                            OrderNotice.article(
                                ArticleWarning(line: 0, name: "Уха", article: "S-1", isStopped: true)
                            ).text(language)
                        ]))),
        ]
    }

    private var changes: [Message] {
        let edited = ManagerText.ShopChange.edited([
            .added(line: "Пепперони", count: "1"), .removed(line: "Морс", count: "2"),
            .count(line: "Маргарита", from: "1", to: "3"), .sum(from: "1570", to: "2020.50"),
            .field(.street, from: "Ленина", to: "Мира"), .field(.phone, from: "1", to: "2"),
        ])
        return [edited, .cancelled, .uncancelled].flatMap { change in
            [CRMState.sent, .inDoubt].map { state in
                mail(
                    "changed in the shop, \(state.rawValue)", text.subject(change, order: "2611/7"),
                    text.body(change, order: order(state), number: state == .sent ? "17" : nil))
            }
        }
    }

    private var account: [Message] {
        let codes: [FrontpadErrorCode] = [.cashClose, .invalidSecret, .apiOff, .invalidPlant, .requestsLimit]
        return codes.map { code in
            mail(
                "the account: \(code.text)", text.breakerSubject(),
                text.breakerBody(explanation: code.explanation(language), whatToDo: code.whatToDo(language)))
        } + [
            mail("the account again", text.breakerOverSubject(), text.breakerOver(waiting: 12)),
            mail("a restored database", text.restoreSubject(), text.restoreBody(waiting: 3)),
            mail("polling ended, with webhooks", text.pollingEndedSubject(), text.pollingEnded(hasWebhooks: true)),
            mail("polling ended, without webhooks", text.pollingEndedSubject(), text.pollingEnded(hasWebhooks: false)),
            mail(
                "a status cannot be read", text.checkFailedSubject(order: "2611/7"),
                text.checkFailed(reason: FrontpadErrorCode.invalidOrderID.explanation(language))),
            mail(
                "the shop's command fails", text.shopMissedSubject(order: "2611/7"),
                text.shopMissed(status: 6, comment: "…", error: "exit 1")),
            mail(
                "an article that Frontpad lacks", ArticleText(language: language).unknownSubject("PP-2"),
                ArticleText(language: language).unknownBody("PP-2", productID: 12)),
        ]
    }

    private var notices: [Message] {
        let all: [OrderNotice] = [
            .cut(.descr, limit: 100, whole: "Позвоните за час, домофон не работает"),
            .cut(.phone, limit: 50, whole: "89123456789"),
            .leftOut(.mail, value: "ivan@example.test", .tooLong), .leftOut(.datetime, value: "25.11.2026", .noTime),
            .leftOut(.datetime, value: "вечером", .notATime), .leftOut(.datetime, value: "25.11.2020 10:00", .past),
            .leftOut(.datetime, value: "25.11.2030 10:00", .tooFarAhead),
            .leftOut(.person, value: "много", .notANumber),
            .twoDiscounts(saleAmount: "100"), .modificationWithoutArticle(name: "Сырный бортик", line: "Маргарита"),
            .modificationMissing(id: 5, line: "Маргарита"), .phoneAsGiven(end: "…0112"),
            .deliveryWithoutArticle(cost: Money(kopecks: 150_00)),
            .sumsDiffer(shop: Money(kopecks: 1570_50), kitchen: Money(kopecks: 1795_50)),
            .priceUnknown(line: "Подарок"),
            .article(ArticleWarning(line: 0, name: "Уха", article: "S-1", isStopped: false)),
        ]
        return all.map {
            Message(situation: "a remark", text: text.acceptedComment(number: "17", remarks: [$0.text(language)]))
        }
    }

    func printed() -> String {
        all.map { message in
            "## \(message.situation)\n\n" + (message.subject.map { "\($0)\n\n" } ?? "") + message.text
        }.joined(separator: "\n\n") + "\n"
    }
}

@Suite("All messages for a manager") struct MessageCatalogueTests {
    @Test("are printed by ops/messages") func printed() throws {
        guard let path = getenv("FRONTPAD_MESSAGES").map({ String(cString: $0) }) else { return }
        let text =
            "# По-русски\n\n" + MessageCatalogue(language: .ru).printed() + "\n# In English\n\n"
            + MessageCatalogue(language: .en).printed()
        Files.write(Array(text.utf8), to: path, mode: 0o644)
    }

    @Test("begin with a capital, have no gap and no doubled stop", arguments: [Language.ru, .en]) func form(
        language: Language
    ) {
        for message in MessageCatalogue(language: language).all {
            for line in ([message.subject, message.text].compactMap { $0 }).flatMap({ $0.split(separator: "\n") }) {
                #expect(!line.contains("  ") && !line.contains("..") && !line.contains(" ."), "\(line)")
                #expect(line.first?.isLowercase == false || line.hasPrefix("frontpad"), "\(line)")
            }
        }
    }

    @Test("in Russian have no English words but names") func oneLanguage() {
        let names: Set<String> = [
            "frontpad", "queue", "enqueue", "send", "resolve", "sent", "not", "db", "srv", "shop", "articles",
            "unknown", "confirm", "hold", "all", "none", "api", "exit", "hook", "url", "statuses", "frontpadapi",
            "command", "products", "http", "test",
        ]
        for message in MessageCatalogue(language: .ru).all {
            let words = ((message.subject ?? "") + " " + message.text).lowercased().split {
                !($0.isASCII && $0.isLetter)
            }
            .map(String.init).filter { $0.count > 2 }
            let foreign = words.filter { !names.contains($0) }
            #expect(foreign == [], "\(message.text)")
        }
    }

    @Test("never show a whole phone or e-mail", arguments: [Language.ru, .en]) func masked(language: Language) {
        for message in MessageCatalogue(language: language).all {
            for secret in ["89123456789", "345-67-89", "ivan@example.test"] { #expect(!message.text.contains(secret)) }
        }
    }
}
