internal import Glibc
internal import JobQueue
internal import Mail
internal import SQLite
internal import Shop

/// Performs the jobs `notify_manager`. Each job sends one e-mail.
struct NotifyManagerHandler: JobHandler {
    let backoff = Backoff.exponential(base: 30_000, cap: 60 * 60_000)
    private let queue: JobQueue
    private let sendmail: String

    init(queue: JobQueue, sendmail: String) {
        self.queue = queue
        self.sendmail = sendmail
    }

    func perform(_ job: NotifyManagerJob, claim: Claim) async throws -> JobOutcome {
        let settings = try queue.database.read { try Settings.read(on: $0) }
        guard let from = settings.mailSender, !settings.managerEmail.isEmpty else {
            return .cancel(reason: "frontpadapi_manager_email is not set")
        }
        guard let transport = NotifyManagerHandler.transport(settings, sendmail: sendmail) else {
            return .giveBack(reason: "neither frontpadapi_smtp_url nor \(sendmail) is there")
        }
        let message: MailMessage
        do {
            message = try MailMessage(
                from: from, to: settings.managerEmail,
                subject: settings.shopName.map { "\($0): \(job.mailSubject)" } ?? job.mailSubject,
                body: MailBody(shopName: settings.shopName, databasePath: queue.database.path).text(job.body),
                date: queue.clock.now(),
                messageID: NotifyManagerHandler.messageID(of: claim, from: from))
        } catch {
            return .discard(error: "the e-mail cannot be written: \(error)")
        }
        switch await transport.send(message) {
        case .sent: return .completed(note: "to \(settings.managerEmail.joined(separator: ", "))")
        // Even a permanent refusal is retried, because somebody may fix the address or the mail server.
        case .failed(let reason, isPermanent: _): return .retry(error: reason)
        }
    }

    /// - Returns: the way to send e-mails, or nil if this machine cannot send any.
    static func transport(_ settings: Settings, sendmail: String) -> MailTransport? {
        if let url = settings.smtpURL { return SMTPServer(url: url).map(MailTransport.smtp) }
        return access(sendmail, X_OK) == 0 ? .sendmail(path: sendmail) : nil
    }

    /// Returns the Message-ID, which is the same for all attempts of a job. If a mail server accepted the e-mail but
    /// answered too late, the e-mail is sent again. The same Message-ID lets the reader's mail program show it only
    /// once. The id contains no time, because the times of a waiting job move with the clock. It contains a hash of
    /// the text (FNV-1a, 64 bits), so that a job with the same id in another database has another Message-ID.
    private static func messageID(of claim: Claim, from: String) -> String {
        let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let text = claim.job.args.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        return "job-\(claim.job.id)-\(String(text, radix: 36))@\(domain)"
    }
}
