/// How messages are sent.
public enum MailTransport: Sendable {
    case smtp(SMTPServer)
    /// Passes the message to a program that has sendmail's options. The value is its path, such as
    /// `/usr/sbin/sendmail`.
    case sendmail(path: String)
}

/// The outcome of sending a message.
public enum MailOutcome: Sendable, Hashable {
    /// The next server has accepted the message for at least one recipient. If one address is wrong, the others still
    /// get the message.
    case sent
    /// - `reason`: one line for the log.
    /// - `isPermanent`: whether another try would get the same answer (an SMTP reply 5yz, RFC 5321, section 4.2.1).
    case failed(reason: String, isPermanent: Bool)
}

extension MailTransport {
    /// Sends a message. The time limit covers everything from the connection to the goodbye. Cancelling the task stops
    /// a sendmail program, but not an SMTP exchange.
    public func send(_ message: MailMessage, within limit: Duration = .seconds(60)) async -> MailOutcome {
        switch self {
        case .smtp(let server): await SMTPTransfer.send(message, to: server, within: limit)
        case .sendmail(let path): await Sendmail.send(message, through: path, within: limit)
        }
    }
}

/// Makes text from outside fit into one line of a log. Each run of spaces and control characters becomes one space.
func singleLine(_ text: String) -> String {
    text.unicodeScalars.prefix(500)
        .split { $0 == " " || $0.properties.generalCategory == .control }
        .map { String(String.UnicodeScalarView($0)) }
        .joined(separator: " ")
}
