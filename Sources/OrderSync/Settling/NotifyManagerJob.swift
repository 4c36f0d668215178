internal import Intake
internal import JSON
internal import JobQueue

/// The job that sends an e-mail to the manager.
struct NotifyManagerJob: JSONJobKind, Hashable {
    static let kind = "notify_manager"
    static let queue = QueueName.mail

    let mailSubject: String
    let body: String
    /// The order that the e-mail is about.
    let reference: OrderReference?
    /// The topic of the e-mail. While an e-mail on the same topic waits, no second one is inserted. The topic is not
    /// stored in the args, so it is nil in a job that was read from the database.
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
