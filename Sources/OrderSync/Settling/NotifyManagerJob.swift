internal import Intake
internal import JSON
internal import JobQueue

/// The job that sends the manager an e-mail.
struct NotifyManagerJob: JSONJobKind, Hashable {
    static let kind = "notify_manager"
    static let queue = QueueName.mail

    let mailSubject: String
    let body: String
    /// The order that it is about.
    let reference: OrderReference?
    /// While an e-mail on the same topic waits, no second one is inserted. The topic is not part of the args: a job
    /// that is read back has none.
    let topic: String?

    init(mailSubject: String, body: String, reference: OrderReference?, topic: String?) {
        self.mailSubject = mailSubject
        self.body = body
        self.reference = reference
        self.topic = topic
    }

    init?(json: JSON) {
        guard let mailSubject = json["subject"]?.string, let body = json["body"]?.string else { return nil }
        self.init(mailSubject: mailSubject, body: body, reference: OrderReference(args: json), topic: nil)
    }

    var json: JSON.Object {
        var json = reference?.args ?? [:]
        json["subject"] = .string(mailSubject)
        json["body"] = .string(body)
        return json
    }

    var subject: String? { reference?.subject }
    var uniqueKey: String? { topic.map { "\(Self.kind):\($0)" } }
}
