import Frontpad
import Intake
import Shop

@testable import OrderSync

/// Every message that a shop's manager can read, with sample values: subjects and bodies of e-mails, and comments on orders.
/// `ops/messages` prints them.
struct MessageCatalogue {
    let language: Language

    struct Entry: Sendable {
        let situation: String
        /// nil for a comment, or for a part of a longer message.
        var subject: String?
        let text: String
    }

    private var samples: [Sample] {
        troubles + doubts + accepted + changes + account + alarms + shop + remarks + parts + story
    }

    /// The messages themselves: without the shop's name, and with commands for the default database.
    static var messages: [Message] {
        MessageCatalogue(language: .ru).samples.flatMap { sample in
            switch sample {
            case .mail(_, let subject, let body): [subject, body]
            case .comment(_, let text), .part(_, let text): [text]
            }
        }
    }

    var all: [Entry] {
        samples.map { sample in
            switch sample {
            case .mail(let situation, let subject, let body):
                Entry(
                    situation: situation, subject: "Пицца на Мира: " + subject[language],
                    text: MailBody(shopName: "Пицца на Мира", databasePath: "/srv/shop/queue.db").text(body[language]))
            case .comment(let situation, let text):
                Entry(situation: situation, text: "[Frontpad] " + text[language])
            case .part(let situation, let text): Entry(situation: situation, text: text[language])
            }
        }
    }

    func printed() -> String {
        all.map { entry in
            "## \(entry.situation)\n\n" + (entry.subject.map { "\($0)\n\n" } ?? "") + entry.text
        }.joined(separator: "\n\n") + "\n"
    }

    // MARK: - Samples

    private enum Sample {
        case mail(String, Message, Message)
        case comment(String, Message)
        /// Words that a longer message contains, or a screen shows.
        case part(String, Message)
    }

    static let document = """
        {"id":7,"num":"2611/7","cost":"1570.50","createdon":"2026-11-24 10:00:00","timezone":"Europe/Moscow",
        "address":{"receiver":"Иван","phone":"+7 (912) 345-67-89","street":"Ленина","building":"5"},
        "products":[{"product_id":1,"name":"Маргарита","count":2},{"product_id":2,"name":"Морс","count":1}]}
        """

    static func order(_ state: CRMState = .sent, isSent: Bool = true, document: String? = document) -> CRMOrder {
        CRMOrder(
            reference: OrderReference(order: 7, incarnation: 1), isArchived: false, num: "2611/7", state: state,
            sendingJob: nil, sendingAttempt: nil, sendingAt: isSent ? 1_795_507_205_000 : nil, sendRequestedAt: nil,
            cancelledAt: nil, document: document)
    }

    private func about(_ situation: String, _ subject: Message, _ text: Message) -> Sample {
        .mail(situation, subject, OrderCard(Self.order()).mail(text))
    }

    private static let unknown = ArticleWarning(line: 0, name: "Уха", article: "S-1", isStopped: false)
    private static let stopped = ArticleWarning(line: 0, name: "Уха", article: "S-1", isStopped: true)

    static let failures: [(String, SendFailure)] = [
        ("a product without an article number", .problems([.lineWithoutArticle(number: 1, name: "Пепперони")])),
        ("a count that is no whole number", .problems([.count(name: "Сыр", count: "0.5")])),
        ("no products", .problems([.noProducts])),
        ("refused because of an article number", .problems([.article(unknown)])),
        ("refused because of the stop list", .problems([.article(stopped)])),
        ("none of the article numbers is known", .refused(.invalidProductKeys, articles: ["PP-2", "S-1"])),
        ("a wrong certificate", .refused(.invalidCertificate, articles: [])),
        ("a wrong time", .refused(.invalidDatetime, articles: [])),
        ("wrong tags", .refused(.invalidTags, articles: [])),
        ("wrong webhook statuses", .refused(.invalidHookStatus, articles: [])),
        (
            "the deadline has passed",
            .deadlinePassed(milliseconds: 24 * 3_600_000, lastError: NotSent(cause: .connection, detail: ""))
        ),
        ("looks like an order that was sent", .duplicate(of: "7@1", number: "17")),
        ("looks like an order that may have been sent", .duplicate(of: "7@1", number: nil)),
        ("no data", .noDocument), ("damaged data", .unusableDocument(path: "products[0]")),
        ("deleted", .removedFromShop), ("the program fails on it", .unexpected),
    ]

    static let everyDoubt: [Doubt] = [
        .timedOut, .connectionBroke, .unreadableAnswer(httpStatus: 502), .workerDied, .restored,
    ]

    private var troubles: [Sample] {
        Self.failures.map { situation, failure in
            .mail(
                situation, failure.subject(order: "2611/7"),
                Trouble.notSent(failure).mail(about: Self.order(.failed, isSent: false), name: "7"))
        } + [
            .comment("a late refusal", DoubtMessages.lateRefusal(.refused(.invalidDatetime, articles: []))),
            .comment(
                "proof that it did not leave",
                DoubtMessages.lateRefusal(.notReached(NotSent(cause: .connection, detail: "")))),
        ]
    }

    private var doubts: [Sample] {
        let list = Message(ru: "2611/7; Гость: Иван\n2611/8; Гость: Анна", en: "2611/7; Customer: Иван\n2611/8")
        return Self.everyDoubt.map { doubt in
            .mail(
                "in doubt", Doubt.subject(order: "2611/7"),
                Trouble.inDoubt(doubt).mail(about: Self.order(.inDoubt), name: "7"))
        } + [
            .mail(
                "put in doubt after a restore", DoubtMessages.manyInDoubtSubject(count: 2),
                DoubtMessages.manyInDoubt(orders: list)),
            .comment("found by phone", DoubtMessages.foundByPhone(status: "Новый")),
            about(
                "found by a person", DoubtMessages.foundByPersonSubject(order: "2611/7"),
                DoubtMessages.foundByPerson(number: "17")),
            .comment("not found by a person", DoubtMessages.sendingAgain),
            about(
                "accepted after a doubt", DoubtMessages.lateAcceptanceSubject(order: "2611/7"),
                DoubtMessages.lateAcceptance(number: "17")),
        ]
    }

    private var accepted: [Sample] {
        let ids = [
            AcceptedMessages.name(number: "17", id: "1000017"), AcceptedMessages.name(number: "18", id: "1000018"),
            AcceptedMessages.name(number: nil, id: "1000019"),
        ]
        let missing = FrontpadWarning.invalidProductKeys([0]).message(lineNames: ["Пепперони"], articles: ["PP-2"])
        func remarked(_ situation: String, _ remark: Message, onlyStopped: Bool = false) -> Sample {
            about(
                situation, AcceptedMessages.subject(order: "2611/7", onlyStopped: onlyStopped),
                AcceptedMessages.withRemarks(number: "17", [remark]))
        }
        return [
            about(
                "sent after a failure", AcceptedMessages.sentAfterFailureSubject(order: "2611/7"),
                AcceptedMessages.sentAfterFailure(number: "17")),
            about(
                "twice in Frontpad", AcceptedMessages.twiceSubject(order: "2611/7"),
                AcceptedMessages.twice(ids: Array(ids.prefix(2)))),
            .comment("three times in Frontpad", AcceptedMessages.twice(ids: ids)),
            .comment("five times in Frontpad", AcceptedMessages.twice(ids: ids + ids)),
            about(
                "perhaps twice", AcceptedMessages.perhapsTwiceSubject(order: "2611/7"),
                AcceptedMessages.perhapsTwice(number: "17")),
            .comment("perhaps twice, without a number", AcceptedMessages.perhapsTwice(number: nil)),
            remarked("a product that Frontpad left out", missing),
            remarked("a product on the stop list", OrderNotice.article(Self.stopped).message, onlyStopped: true),
            about(
                "not found any more", AcceptedMessages.statusUnknownSubject(order: "2611/7"),
                AcceptedMessages.notFoundAnyMore),
            .comment(
                "a status cannot be read",
                AcceptedMessages.statusUnknown(reason: FrontpadErrorCode.invalidProducts.reason)),
        ]
    }

    private var changes: [Sample] {
        let edited = ShopChange.edited([
            .added(line: "Пепперони", count: "1"), .removed(line: "Морс", count: "2"),
            .count(line: "Маргарита", from: "1", to: "3"), .sum(from: "1570", to: "2020.50"),
            .field(.street, from: "Ленина", to: "Мира"), .field(.phone, from: "1", to: "2"),
            .field(.person, from: nil, to: "2"),
        ])
        return [edited, .cancelled, .uncancelled].flatMap { change in
            [true, false].flatMap { isCertain -> [Sample] in
                let number = isCertain ? "17" : nil
                return [
                    about(
                        "changed in the shop, \(isCertain ? "sent" : "in doubt")",
                        change.subject(order: "2611/7", isCertain: isCertain),
                        change.message(number: number, isCertain: isCertain, isInMail: true)),
                    .comment("the same", change.message(number: number, isCertain: isCertain, isInMail: false)),
                ]
            }
        }
    }

    static let codes: [FrontpadErrorCode] = [
        .invalidSecret, .requestsLimit, .apiOff, .invalidPlant, .invalidMethod, .cashClose, .invalidProductKeys,
        .invalidCertificate, .invalidDatetime, .invalidTags, .invalidHookStatus, .invalidOrderID, .invalidClientPhone,
        .invalidProducts, .noStops, .unknown("x"),
    ]

    private var account: [Sample] {
        Self.codes.filter(\.isAccountWide).map { code in
            .mail("the account: \(code.text)", AccountMessages.refusedSubject, AccountMessages.refused(code))
        }
            + [0, 1, 2, 12].map { waiting in
                .mail(
                    "the account again", AccountMessages.acceptedAgainSubject,
                    AccountMessages.acceptedAgain(waiting: waiting))
            }
            + [1, 3, 5].map { waiting in
                .mail("a restored database", RestoreMessages.subject, RestoreMessages.body(waiting: waiting))
            }
            + [true, false].map { hasWebhooks in
                .mail(
                    "polling ended, \(hasWebhooks ? "with" : "without") webhooks", AccountMessages.pollingEndedSubject,
                    AccountMessages.pollingEnded(hasWebhooks: hasWebhooks))
            }
    }

    private var alarms: [Sample] {
        let causes: [WaitingCause] = [
            .unreachable(error: "x"), .silent, .paused(by: "root"), .noSecret, .unknown,
        ]
        return zip(causes, [1, 2, 5, 11, 21]).map { cause, count in
            .mail(
                "orders wait", AlarmMessages.waitingSubject(count: count),
                AlarmMessages.waiting(
                    count: count, since: "27.11.2026, 04:44", cause: cause.message, command: cause.command))
        } + [
            .mail("orders leave again", AlarmMessages.overSubject, AlarmMessages.over(sent: 3, waiting: 1)),
            .mail(
                "orders that do not leave", AlarmMessages.notLeavingSubject(count: 3),
                AlarmMessages.notLeaving(
                    [("2611/7", AlarmMessages.reachedBefore), ("2611/8", AlarmMessages.olderEvent)], count: 3)),
        ]
    }

    private var shop: [Sample] {
        [
            .mail(
                "the shop's command fails", ShopMessages.notUpdatedSubject(order: "2611/7"),
                ShopMessages.notUpdated(status: 6, comment: "…", error: "exit 1")),
            .mail(
                "an article number that Frontpad lacks", ShopMessages.unknownArticleSubject("PP-2"),
                ShopMessages.unknownArticle("PP-2", productID: 12)),
        ]
    }

    static let warnings: [FrontpadWarning] = [
        .invalidProductKeys([0, 1]), .invalidProductKeys([7]), .invalidProductKeys([]), .invalidCertificate,
        .invalidDatetime("invalid_format"), .invalidTags([]), .invalidHookStatus([]), .other(name: "test", value: "1"),
    ]

    static let notices: [OrderNotice] = [
        .cut(.descr, limit: 100, whole: "Позвоните за час, домофон не работает"),
        .cut(.phone, limit: 50, whole: "89123456789"), .cut(.name, limit: 50, whole: "Иван"),
        .cut(.street, limit: 50, whole: "Ленина"), .leftOut(.mail, value: "ivan@example.test", .tooLong),
        .leftOut(.datetime, value: "25.11.2026", .noTime), .leftOut(.datetime, value: "вечером", .notATime),
        .leftOut(.datetime, value: "25.11.2020 10:00", .past),
        .leftOut(.datetime, value: "25.11.2030 10:00", .tooFarAhead),
        .leftOut(.person, value: "много", .notANumber), .leftOut(.sale, value: "101", .notANumber),
        .leftOut(.score, value: "10%", .notANumber), .leftOut(.card, value: "12345678901234567", .notANumber),
        .leftOut(.hookURL, value: "http", .tooLong), .leftOut(.pay, value: "1", .tooLong),
        .twoDiscounts(saleAmount: "100"), .modificationWithoutArticle(name: "Сырный бортик", line: "Маргарита"),
        .modificationMissing(id: 5, line: "Маргарита"), .phoneAsGiven(end: "…0112"),
        .deliveryWithoutArticle(cost: Money(kopecks: 150_00)),
        .sumsDiffer(shop: Money(kopecks: 1570_50), kitchen: Money(kopecks: 1795_50)), .priceUnknown(line: "Подарок"),
        .article(unknown),
    ]

    private var remarks: [Sample] {
        let warnings = Self.warnings.map {
            $0.message(lineNames: ["Пепперони", "Сыр"], articles: ["PP-2", "CH-1"])
        }
        return (Self.notices.map(\.message) + warnings).map {
            .comment("a remark", AcceptedMessages.withRemarks(number: "17", [$0]))
        } + [
            .comment("a remark without a number", AcceptedMessages.withRemarks(number: nil, [Self.notices[0].message]))
        ]
    }

    /// The events of a story with details as they are stored.
    private static let events: [(String, String?)] = [
        ("created", "status 1"), ("status", "status 2"), ("changed", "status 2"), ("removed", "status 2"),
        ("import", "status 2"), ("archived", "the shop has used the id again"), ("cancelled", "removed"),
        ("cancelled", "status"), ("sent", "CRM id 1000017; No. 17; by a webhook of the attempt"),
        ("failed", nil), ("in_doubt", nil), ("evidence", nil), ("twice", nil),
        ("resolved", "a person found it in the CRM as 17"), ("resolved", "a person did not find it in the CRM"),
        ("confirmed", "a person says that it was not sent before the restore"),
        ("discount", "100, from the sums of the shop, as sale_amount"), ("waits", "cash_close"),
        ("crm_status", "10: the shop's status 5, as it is"), ("poll_failed", "invalid_order_id"),
        ("poll_ended", "frontpadapi_check_days (2) are over"),
        ("found_by_phone", "an order of today under this phone has the status Новый"),
        ("not_found_by_phone", "no order of today under this phone, which proves nothing"),
        ("shop_updated", "status 6, comment"), ("shop_not_updated", "status 6: final status"), ("change_told", nil),
        ("not_leaving", "older_event"), ("not_leaving", "reached_status_before"),
    ]

    private var story: [Sample] {
        let states: [CRMState] = [.new, .sending, .sent, .inDoubt, .failed]
        let headings = states.map { StoryMessages.heading(name: "7 (2611/7)", state: $0, id: "1000017", number: "17") }
        let events = Self.events.map { StoryMessages.entry($0, detail: $1) }
        let outcomes = ["completed", "retried", "snoozed", "discarded", "cancelled", "lost", "given_back"]
        let attempts =
            outcomes.map { StoryMessages.entry("send_order \($0)", detail: nil) }
            + StoryMessages.kinds.map { StoryMessages.entry("\($0.en) completed", detail: nil) }
        let notes = [
            StoryMessages.severalIDs("1000017, 1000018"), StoryMessages.archived(id: 7), StoryMessages.cancelled,
            StoryMessages.removed,
        ]
        return (headings + notes + events + attempts + StoryMessages.jobColumns).map { .part("the story", $0) }
    }

    /// Words that stand inside of other messages, or that only a screen or the story of an order shows.
    private var parts: [Sample] {
        let minutes: [Int64] = [1, 2, 5, 60, 120, 300]
        let durations = minutes.map { SendFailure.deadlinePassed(milliseconds: $0 * 60_000, lastError: nil).reason }
        let causes: [NotSent.Cause] = [.nameResolution, .connection, .tls, .withdrawn, .other]
        let fields = NewOrder.Field.allCases.map(\.name)
        return
            (durations + causes.map { NotSent(cause: $0, detail: "").reason } + Self.everyDoubt.map(\.lookupReason)
            + Self.codes.map(\.reason) + Self.codes.compactMap(\.whatToDo) + fields + [AccountBreaker.silence]
            + Self.failures.map(\.1.recorded)
            + [SendFailure.stoppedByPerson, .notReached(NotSent(cause: .tls, detail: ""))].map(\.message))
            .map { .part("words", $0) }
    }
}
