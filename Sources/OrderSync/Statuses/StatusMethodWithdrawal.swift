internal import Frontpad
internal import JobQueue
internal import SQLite
internal import Shop

extension StatusMethod {
    /// Records that the CRM has answered `invalid_method`. This switches polling off for the account and cancels the
    /// waiting poll jobs. The manager gets one e-mail.
    static func withdraw(
        secret: String, queue: JobQueue, settings: Settings, in connection: Connection
    ) throws(SQLiteError) {
        let isNews = try noteWithdrawn(secret: secret, now: queue.clock.now(), in: connection)
        try queue.cancelUnclaimed(
            in: QueueName.polls, reason: FrontpadErrorCode.invalidMethod.text, in: connection)
        guard isNews else { return }
        try Settlement(queue: queue, settings: settings).notify(
            subject: AccountMessages.pollingEndedSubject,
            body: AccountMessages.pollingEnded(hasWebhooks: settings.hookURL != nil),
            reference: nil, topic: "get_status_withdrawn", in: connection)
    }
}
