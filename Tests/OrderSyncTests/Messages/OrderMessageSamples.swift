import Frontpad
import Intake
import Shop

@testable import OrderSync

// Samples of messages to the manager about an order.
extension MessageCatalogue {
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

    var troubles: [Sample] {
        Self.failures.map { situation, failure in
            .mail(
                situation, failure.subject(order: "2611/7"),
                Trouble.notSent(failure).mail(
                    about: Self.order(.failed, isSent: false), name: "7", resend: .onTriggerStatus))
        } + [
            .comment(
                "a late refusal",
                DoubtMessages.lateRefusal(.refused(.invalidDatetime, articles: []), resend: .onTriggerStatus)),
            .comment(
                "proof that it did not leave",
                DoubtMessages.lateRefusal(
                    .notReached(NotSent(cause: .connection, detail: "")), resend: .onTriggerStatus)),
        ]
    }

    var doubts: [Sample] {
        let list = Message(ru: "2611/7; Гость: Иван\n2611/8; Гость: Анна", en: "2611/7; Customer: Иван\n2611/8")
        return Self.everyDoubt.map { doubt in
            .mail(
                "in doubt", Doubt.subject(order: "2611/7"),
                Trouble.inDoubt(doubt).mail(about: Self.order(.inDoubt), name: "7", resend: .onTriggerStatus))
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

    var accepted: [Sample] {
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

    var changes: [Sample] {
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
}
