/// How messages are sent.
public enum MailTransport: Sendable {
    case smtp(SMTPServer)
    /// The path of a program with sendmail's options, such as `/usr/sbin/sendmail`.
    case sendmail(path: String)
}

/// The outcome of sending a message.
public enum MailOutcome: Sendable, Hashable {
    /// The next server accepted it for at least one recipient: one wrong address must not keep the message from the
    /// others.
    case sent
    /// - `reason`: for the log, in one line.
    /// - `isPermanent`: another try would get the same answer (an SMTP reply 5yz, RFC 5321, section 4.2.1).
    case failed(reason: String, isPermanent: Bool)
}

extension MailTransport {
    /// Hands a message over within a limit: one for everything from the connection to the goodbye. Cancelling the task ends a sendmail, but not an SMTP exchange.
    public func send(_ message: MailMessage, within limit: Duration = .seconds(60)) async -> MailOutcome {
        switch self {
        case .smtp(let server): await SMTPTransfer.send(message, to: server, within: limit)
        case .sendmail(let path): await Sendmail.send(message, through: path, within: limit)
        }
    }
}

/// Makes text of others fit for one line of a log: a run of spaces and control characters becomes one space.
func singleLine(_ text: String) -> String {
    text.unicodeScalars.prefix(500)
        .split { $0 == " " || $0.properties.generalCategory == .control }
        .map { String(String.UnicodeScalarView($0)) }
        .joined(separator: " ")
}
