import Frontpad
import Shop

@testable import Intake
@testable import OrderSync

// Samples of messages that are not about a single order, and of texts that are parts of messages.
extension MessageCatalogue {
    static let codes: [FrontpadErrorCode] = [
        .invalidSecret, .requestsLimit, .apiOff, .invalidPlant, .invalidMethod, .cashClose, .invalidProductKeys,
        .invalidCertificate, .invalidDatetime, .invalidTags, .invalidHookStatus, .invalidOrderID, .invalidClientPhone,
        .invalidProducts, .noStops, .unknown("x"),
    ]

    var account: [Sample] {
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

    var alarms: [Sample] {
        let causes: [WaitingCause] = [
            .unreachable(error: "x"), .silent, .paused(by: "root"), .noSecret, .unknown,
        ]
        return zip(causes, [1, 2, 5, 11, 21]).map { cause, count in
            .mail(
                "orders wait", AlarmMessages.waitingSubject(count: count),
                AlarmMessages.waiting(
                    count: count, since: "27.11.2026, 04:44", cause: cause.message, command: cause.command))
        } + [
            .mail(
                "orders leave late", AlarmMessages.lateStartSubject(count: 3),
                AlarmMessages.lateStart(count: 3, since: "27.11.2026, 04:44")),
            .comment("e-mails do not arrive", AlarmMessages.mailNotDelivered(count: 3, since: "27.11.2026, 04:44")),
            .mail(
                "the shop is not updated", AlarmMessages.shopNotUpdatedSubject,
                AlarmMessages.shopNotUpdated(since: "27.11.2026, 04:44", error: "exit 1")),
            .mail(
                "the shop is not updated, and no update has failed", AlarmMessages.shopNotUpdatedSubject,
                AlarmMessages.shopNotUpdated(since: "27.11.2026, 04:44", error: nil)),
            .mail("the shop is updated again", AlarmMessages.shopOverSubject, AlarmMessages.shopOver),
            .mail("orders leave again", AlarmMessages.overSubject, AlarmMessages.over(sent: 3, waiting: 1)),
            .mail(
                "orders that do not leave", AlarmMessages.notLeavingSubject(count: 3),
                AlarmMessages.notLeaving(
                    [("2611/7", AlarmMessages.reachedBefore), ("2611/8", AlarmMessages.olderEvent)], count: 3)),
        ]
    }

    var shop: [Sample] {
        [
            .mail(
                "the shop's command fails", ShopMessages.notUpdatedSubject(order: "2611/7"),
                ShopMessages.notUpdated(status: 6, comment: "…", error: "exit 1")),
            .mail(
                "an article number that Frontpad lacks", ShopMessages.unknownArticleSubject("PP-2"),
                ShopMessages.unknownArticle("PP-2", productID: 12)),
            .mail(
                "orders of the shop that cannot be read", ShopMessages.unusableOrdersSubject(count: 2),
                ShopMessages.unusableOrders([7, 8], count: 2, reason: "…")),
            .mail(
                "an order of the shop without an id", ShopMessages.unusableOrdersSubject(count: 1),
                ShopMessages.unusableOrders([], count: 1, reason: "…")),
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

    var remarks: [Sample] {
        let warnings = Self.warnings.map {
            $0.message(lineNames: ["Пепперони", "Сыр"], articles: ["PP-2", "CH-1"])
        }
        return (Self.notices.map(\.message) + warnings).map {
            .comment("a remark", AcceptedMessages.withRemarks(number: "17", [$0]))
        } + [
            .comment("a remark without a number", AcceptedMessages.withRemarks(number: nil, [Self.notices[0].message]))
        ]
    }

    /// The events of a story with their stored details.
    static let events: [(String, String?)] = [
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

    var story: [Sample] {
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

    /// The reasons why jobs wait for a person, as screens show them.
    private static var parked: [Message] {
        let copies = [
            "it is a backup that was put in place",
            "the database file is another one than it was: it was copied, moved or put back",
            "the database is older than the file /srv/shop/queue.db-generation beside it",
            "the file /srv/shop/queue.db-generation is missing",
        ].map { ParkedReason.copy(SendingPause(noticedAt: 1, reason: $0)) }
        let others: [ParkedReason] = [
            .unconfirmed(3), .noSecret, .noSendStatus, .noShopCommand, .noManagerEmail,
            .noMailServer(sendmail: "/usr/sbin/sendmail"),
        ]
        return (copies + others).map(\.message) + [AccountMessages.copySecret]
    }

    /// Texts that are parts of other messages, or that only a screen or the story of an order shows.
    var parts: [Sample] {
        let minutes: [Int64] = [1, 2, 5, 60, 120, 300]
        let durations = minutes.map { SendFailure.deadlinePassed(milliseconds: $0 * 60_000, lastError: nil).reason }
        let causes: [NotSent.Cause] = [.nameResolution, .connection, .tls, .withdrawn, .other]
        let fields = NewOrder.Field.allCases.map(\.name)
        return
            (durations + causes.map { NotSent(cause: $0, detail: "").reason } + Self.everyDoubt.map(\.lookupReason)
            + Self.codes.map(\.reason) + Self.codes.compactMap(\.whatToDo) + fields + [AccountBreaker.silence]
            + Self.failures.map(\.1.recorded) + Self.parked
            + [SendFailure.stoppedByPerson, .notReached(NotSent(cause: .tls, detail: ""))].map {
                $0.message(resend: .never)
            } + [SendFailure.noDocument.message(resend: .leavingErrorStatus)])
            .map { .part("words", $0) }
    }
}
