/// A plain text message that is ready to be sent.
public struct MailMessage: Sendable {
    /// The sender's address in the header and in the envelope.
    let from: String
    let to: [String]
    private let subject: String
    private let body: String
    private let date: Int64
    private let messageID: String

    /// - Parameters:
    ///   - from: an address such as `queue@shop.example`, without a display name.
    ///   - to: one or more addresses of the same form.
    ///   - subject: any text. Line ends and other control characters become spaces.
    ///   - body: any text. Its line ends become CRLF.
    ///   - date: the time of the message, in milliseconds since 1970.
    ///   - messageID: a globally unique id, such as `job-17.1@shop.example`, with or without angle brackets. If you
    ///     send a message again, keep its id, so that mail programs recognise the copy.
    public init(
        from: String, to: [String], subject: String, body: String, date: Int64, messageID: String
    ) throws(MailMessageError) {
        guard !to.isEmpty else { throw .noRecipient }
        for address in [from] + to {
            guard MailAddress.isUsable(address) else { throw .unusableAddress(address) }
        }
        let bare =
            messageID.hasPrefix("<") && messageID.hasSuffix(">") ? String(messageID.dropFirst().dropLast()) : messageID
        guard MailAddress.isUsable(bare) else { throw .unusableMessageID(messageID) }
        self.from = from
        self.to = to
        self.subject = subject
        self.body = body
        self.date = date
        self.messageID = bare
    }

    /// The message as it is sent (RFC 5322 with MIME). It is pure ASCII, its lines end with CRLF, and no line is
    /// longer than 998 bytes.
    public var bytes: [UInt8] {
        let head = [
            "Date: \(MailDate.text(milliseconds: date))",
            "From: \(from)",
            "To: \(to.joined(separator: ",\r\n "))",
            "Subject: \(HeaderText.encode(subject, after: "Subject: ".utf8.count))",
            "Message-ID: <\(messageID)>",
            // Automatic responders do not answer such a message (RFC 3834, section 5).
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        var bytes = Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        // 57 bytes become 76 characters. This is the longest line that RFC 2045, section 6.8, allows.
        var rest = Self.withNetworkLineEnds(body)[...]
        while !rest.isEmpty {
            bytes += Base64.encode(rest.prefix(57)) + "\r\n".utf8
            rest = rest.dropFirst(57)
        }
        return bytes
    }

    private static func withNetworkLineEnds(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\r"): bytes += "\r\n".utf8
            case UInt8(ascii: "\n"): if previous != UInt8(ascii: "\r") { bytes += "\r\n".utf8 }
            default: bytes.append(byte)
            }
            previous = byte
        }
        return bytes
    }
}

/// Why a message cannot be made.
public enum MailMessageError: Error, Hashable, CustomStringConvertible {
    case noRecipient
    /// The address does not have the form `name@domain`, or it contains characters with a special meaning in a header.
    case unusableAddress(String)
    case unusableMessageID(String)

    /// Says what is wrong and what to do about it.
    public var description: String {
        switch self {
        case .noRecipient:
            "the message has no recipient: give at least one address"
        case .unusableAddress(let address):
            """
            \(address.debugDescription) is no mail address: write name@domain in ASCII, without spaces, brackets and \
            a display name (a domain in other letters as xn--…)
            """
        case .unusableMessageID(let messageID):
            "\(messageID.debugDescription) is no message ID: it has the form of a mail address"
        }
    }
}
