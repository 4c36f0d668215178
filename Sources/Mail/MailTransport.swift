/// The way by which letters leave.
public enum MailTransport: Sendable {
    case smtp(SMTPServer)
    /// The path of a program with sendmail's options, such as `/usr/sbin/sendmail`.
    case sendmail(path: String)
}

/// What has become of a letter.
public enum MailOutcome: Sendable, Hashable {
    /// The next server has taken it for at least one of its recipients: a wrong address must not keep the letter from
    /// the others.
    case sent
    /// - `reason`: for the log, in one line.
    /// - `isPermanent`: trying again would bring the same answer (a reply 5yz of SMTP, RFC 5321, section 4.2.1).
    case failed(reason: String, isPermanent: Bool)
}

extension MailTransport {
    /// Hands a letter over; a minute at most. Cancelling the task ends a sendmail, but not a conversation over SMTP.
    public func send(_ message: MailMessage) async -> MailOutcome {
        switch self {
        case .smtp(let server): await SMTPTransfer.send(message, to: server)
        case .sendmail(let path): await Sendmail.send(message, through: path)
        }
    }
}

/// Words of others, made fit for one line of a log: runs of spaces and control characters become one space.
func singleLine(_ text: String) -> String {
    text.unicodeScalars.prefix(500)
        .split { $0 == " " || $0.properties.generalCategory == .control }
        .map { String(String.UnicodeScalarView($0)) }
        .joined(separator: " ")
}
