internal import JSON
internal import JobQueue

/// The job that sends the manager an e-mail.
struct NotifyManagerJob: Sendable, Hashable {
    static let kind = "notify_manager"
    static let queue = QueueName.mail

    let subject: String
    let body: String
    /// The order that it is about.
    let reference: OrderReference?
    /// One e-mail for one trouble: while a job with this key waits, no second one is made.
    let uniqueKey: String

    init(subject: String, body: String, reference: OrderReference?, uniqueKey: String) {
        self.subject = subject
        self.body = body
        self.reference = reference
        self.uniqueKey = uniqueKey
    }

    init?(args: JSON) {
        guard let subject = args["subject"]?.string, let body = args["body"]?.string else { return nil }
        self.init(subject: subject, body: body, reference: OrderReference(args: args), uniqueKey: "")
    }

    var newJob: NewJob {
        var args = reference?.args ?? [:]
        args["subject"] = .string(subject)
        args["body"] = .string(body)
        return NewJob(
            kind: NotifyManagerJob.kind, queue: NotifyManagerJob.queue, args: JSON.object(args).serialized(),
            subject: reference?.subject, uniqueKey: NotifyManagerJob.kind + ":" + uniqueKey)
    }
}
