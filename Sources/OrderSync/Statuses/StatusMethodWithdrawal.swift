internal import Frontpad
internal import JobQueue
internal import SQLite
internal import Shop

extension StatusMethod {
    /// The CRM has answered `invalid_method`: from now on nothing asks it for a status. Jobs that wait to ask are
    /// cancelled, and the manager gets one e-mail.
    static func withdraw(
        secret: String, queue: JobQueue, settings: Settings, in connection: Connection
    ) throws(SQLiteError) {
        let isNews = try noteWithdrawn(secret: secret, now: queue.clock.now(), in: connection)
        try queue.cancelUnclaimed(
            in: QueueName.polls, reason: FrontpadErrorCode.invalidMethod.text, in: connection)
        guard isNews else { return }
        let text = ManagerText(language: settings.language)
        try Settlement(queue: queue, settings: settings).notify(
            subject: text.pollingEndedSubject(), body: text.pollingEnded(hasWebhooks: settings.hookURL != nil),
            reference: nil, topic: "get_status_withdrawn", in: connection)
    }
}
