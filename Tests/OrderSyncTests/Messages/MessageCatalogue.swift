import Frontpad
import Intake
import Shop

@testable import OrderSync

/// All messages that a shop's manager can read, with sample values. They are the subjects and bodies of e-mails and
/// the comments on orders. `ops/messages` prints them.
struct MessageCatalogue {
    let language: Language

    struct Entry: Sendable {
        let situation: String
        /// The subject of an e-mail, or nil for a comment or a part of a longer message.
        var subject: String?
        let text: String
    }

    private var samples: [Sample] {
        troubles + doubts + accepted + changes + account + alarms + shop + remarks + parts + story
    }

    /// The messages without the shop's name, with commands for the default database.
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

    enum Sample {
        case mail(String, Message, Message)
        case comment(String, Message)
        /// A text that is a part of a longer message or that a screen shows.
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

    func about(_ situation: String, _ subject: Message, _ text: Message) -> Sample {
        .mail(situation, subject, OrderCard(Self.order()).mail(text))
    }

    static let unknown = ArticleWarning(line: 0, name: "Уха", article: "S-1", isStopped: false)
    static let stopped = ArticleWarning(line: 0, name: "Уха", article: "S-1", isStopped: true)
}
