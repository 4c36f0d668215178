import Mail
import Testing

@Suite("An e-mail")
struct MailMessageTests {
    @Test("has this form on the wire")
    func wire() throws {
        let message = try MailMessage(
            from: "a@b.example", to: ["c@d.example", "e@f.example"], subject: "Тест", body: "да\n\r\nнет\rx",
            date: 951_782_400_000, messageID: "<1@b.example>")
        #expect(
            String(decoding: message.bytes, as: UTF8.self)
                == """
                Date: Tue, 29 Feb 2000 00:00:00 +0000\r
                From: a@b.example\r
                To: c@d.example,\r
                 e@f.example\r
                Subject: =?UTF-8?B?0KLQtdGB0YI=?=\r
                Message-ID: <1@b.example>\r
                Auto-Submitted: auto-generated\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: base64\r
                \r
                0LTQsA0KDQrQvdC10YINCng=\r

                """)
    }

    @Test(
        "refuses addresses that could mean something else in its head or on the wire",
        arguments: [
            "", "name", "@b.example", "a@", "a@b@c", "a b@c.example", "a@c.example ", "a@c\r\nBcc: x@y", "a\u{0}@b",
            "a\u{7F}@b", "<a@b.example>", "A <a@b.example>", "a@b.example,c@d.example", "имя@b.example", "a@почта.рф",
            "\"a\"@b.example", "a@" + String(repeating: "b", count: 253),
        ])
    func addresses(address: String) {
        #expect(throws: MailMessageError.unusableAddress(address)) { try letter(to: ["good@b.example", address]) }
        #expect(throws: MailMessageError.unusableAddress(address)) { try letter(from: address) }
    }

    @Test("needs a recipient")
    func noRecipient() {
        #expect(throws: MailMessageError.noRecipient) { try letter(to: []) }
    }

    @Test(
        "has an identifier without spaces and line ends",
        arguments: ["", "x", "<>", "a b@c", "a@b\r\nBcc: x@y", "<a@b"])
    func messageID(messageID: String) {
        #expect(throws: MailMessageError.unusableMessageID(messageID)) {
            try MailMessage(from: "a@b", to: ["a@b"], subject: "", body: "", date: 0, messageID: messageID)
        }
    }
}
