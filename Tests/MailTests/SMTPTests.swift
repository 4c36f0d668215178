import Mail
import TestSupport
import Testing

/// An e-mail like those of the worker.
func letter(
    from: String = "queue@shop.example", to: [String] = ["boss@shop.example"], subject: String = "Заказ не принят",
    body: String = "Заказ № 17 не принят.\n"
) throws -> MailMessage {
    try MailMessage(
        from: from, to: to, subject: subject, body: body, date: 1_790_000_000_123, messageID: "job-17@shop.example")
}

extension MailOutcome {
    var reason: String? { if case .failed(let reason, _) = self { reason } else { nil } }
    var isPermanent: Bool? { if case .failed(_, let isPermanent) = self { isPermanent } else { nil } }
}

@Suite("An e-mail over SMTP", .ownThread)
struct SMTPTests {
    private func transport(_ server: MailServer, scheme: String = "smtp", login: String = "", trusted: Bool = true)
        throws
        -> MailTransport
    {
        .smtp(
            try #require(
                SMTPServer(
                    url: "\(scheme)://\(login)127.0.0.1:\(server.port)", caFile: trusted ? server.caFile : nil)))
    }

    @Test("arrives with its envelope, its head and its body in Cyrillic")
    func arrives() async throws {
        let server = try MailServer()
        let message = try letter(to: ["boss@shop.example", "second@shop.example"])
        #expect(try await transport(server, trusted: false).send(message) == .sent)
        let letter = try server.letter()
        #expect(letter["sender"] == "queue@shop.example")
        #expect(letter.recipients == ["boss@shop.example", "second@shop.example"])
        #expect(letter["from"] == "queue@shop.example")
        #expect(letter["to"] == "boss@shop.example, second@shop.example")
        #expect(letter["subject"] == "Заказ не принят")
        #expect(letter.body == "Заказ № 17 не принят.\n")
        #expect(letter["date"] == "2026-09-21T14:13:20+00:00")
        #expect(letter["id"] == "<job-17@shop.example>")
        #expect(letter.defects == 0)
        #expect(letter.isEncrypted == false)
    }

    @Test(
        "every subject arrives as it was written",
        arguments: [
            "", "Plain", " spaces around ", "=?UTF-8?B?eA==?=", "colon: and, comma", "\"quoted\" <a@b>",
            "👨‍👩‍👧‍👦 family",
        ])
    func subjects(subject: String) async throws {
        let server = try MailServer()
        #expect(try await transport(server).send(letter(subject: subject)) == .sent)
        let letter = try server.letter()
        #expect(letter["subject"] == subject)
        #expect(letter.defects == 0)
        #expect(try #require(letter.longestLine) <= 78)
    }

    @Test(
        "a long subject arrives as it was written",
        arguments: [("Очень длинная тема ", 40), ("я", 500), ("🍕", 100), ("long ASCII ", 100), ("x", 1500)])
    func longSubjects(part: String, count: Int) async throws {
        try await subjects(subject: String(repeating: part, count: count) + "end")
    }

    @Test(
        "a subject cannot become another field or the body",
        arguments: [
            "Subject\r\nBcc: thief@evil.example", "Subject\nBcc: x", "Subject\rBcc: x", "a\r\n\r\nb", "\u{2028}Bcc: x",
        ])
    func injection(subject: String) async throws {
        let server = try MailServer()
        #expect(try await transport(server).send(letter(subject: subject)) == .sent)
        let letter = try server.letter()
        #expect(
            letter.fieldNames == [
                "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding",
            ])
        #expect(letter.recipients == ["boss@shop.example"])
        #expect(letter.body == "Заказ № 17 не принят.\n")
    }

    @Test(
        "every body arrives as it was written",
        arguments: [
            "", ".", "..\n.\n\n.end\n", "From here\n>From there\n", "no end of line", "tabs\tand \u{0}\u{7F}",
        ])
    func bodies(body: String) async throws {
        let server = try MailServer()
        #expect(try await transport(server).send(letter(body: body)) == .sent)
        let letter = try server.letter()
        #expect(letter.body == body)
        #expect(try #require(letter.longestLine) <= 78)
    }

    @Test("a long body arrives as it was written", arguments: [("Строка без конца ", 1000), ("строка\n", 20_000)])
    func longBodies(part: String, count: Int) async throws {
        try await bodies(body: String(repeating: part, count: count))
    }

    @Test("is encrypted if the server offers it, whatever its certificate")
    func opportunistic() async throws {
        let server = try MailServer(.starttls)
        #expect(try await transport(server, trusted: false).send(letter()) == .sent)
        #expect(try server.letter().isEncrypted == true)
    }

    @Test(
        "is encrypted if the settings require it",
        arguments: [("smtp+starttls", MailServer.Encryption.starttls), ("smtps", .tls)])
    func encrypted(scheme: String, encryption: MailServer.Encryption) async throws {
        let server = try MailServer(encryption)
        #expect(try await transport(server, scheme: scheme).send(letter()) == .sent)
        #expect(try server.letter().isEncrypted == true)
    }

    @Test(
        "is not sent to a server with an untrusted certificate if encryption is required",
        arguments: [("smtp+starttls", MailServer.Encryption.starttls), ("smtps", .tls)])
    func untrusted(scheme: String, encryption: MailServer.Encryption) async throws {
        let server = try MailServer(encryption)
        let outcome = try await transport(server, scheme: scheme, trusted: false).send(letter())
        #expect(outcome.isPermanent == false)
        #expect(outcome.reason?.contains("certificate") == true)
        #expect(server.isEmpty)
    }

    @Test("is not sent unencrypted if encryption is required")
    func notOffered() async throws {
        let server = try MailServer()
        let outcome = try await transport(server, scheme: "smtp+starttls", trusted: false).send(letter())
        #expect(outcome.isPermanent == false)
        #expect(server.isEmpty)
    }

    @Test("the password is not sent to a server with an untrusted certificate")
    func passwordUntrusted() async throws {
        let server = try MailServer(.starttls, login: "queue word")
        let outcome = try await transport(server, login: "queue:word@", trusted: false).send(letter())
        #expect(outcome.isPermanent == false)
        #expect(server.isEmpty)
    }

    @Test("a login with special characters works", arguments: [MailServer.Encryption.none, .starttls])
    func login(encryption: MailServer.Encryption) async throws {
        let server = try MailServer(encryption, login: "queue@shop p@ss:w/ord%я")
        let login = "queue%40shop:p%40ss:w%2Ford%25%D1%8F@"
        #expect(try await transport(server, login: login, trusted: encryption != .none).send(letter()) == .sent)
        #expect(try server.letter()["login"] == "queue@shop")
    }

    @Test("a wrong password is a permanent failure whose message does not contain it")
    func wrongPassword() async throws {
        let server = try MailServer(login: "queue right")
        let outcome = try await transport(server, login: "queue:wrongword@", trusted: false).send(letter())
        #expect(outcome.isPermanent == true)
        #expect(outcome.reason?.contains("535") == true)
        #expect(outcome.reason?.contains("wrongword") == false)
    }

    @Test("an unknown recipient is a permanent failure with the server's message")
    func unknownRecipient() async throws {
        let server = try MailServer()
        let outcome = try await transport(server).send(letter(to: ["unknown@shop.example"]))
        #expect(
            outcome
                == .failed(
                    reason: "smtp://127.0.0.1:\(server.port) refused: 550 5.1.1 no such user", isPermanent: true))
        #expect(server.isEmpty)
    }

    @Test("a recipient that the server refuses for now is a temporary failure")
    func later() async throws {
        let server = try MailServer()
        let outcome = try await transport(server).send(letter(to: ["later@shop.example"]))
        #expect(outcome.isPermanent == false)
        #expect(outcome.reason?.contains("451 4.7.1 try again later") == true)
    }

    @Test("an unknown recipient does not prevent delivery to the others", arguments: [true, false])
    func someRecipients(unknownFirst: Bool) async throws {
        let server = try MailServer()
        let names = ["unknown@shop.example", "boss@shop.example"]
        #expect(try await transport(server).send(letter(to: unknownFirst ? names : names.reversed())) == .sent)
        #expect(try server.letter().recipients == ["boss@shop.example"])
    }

    @Test("an e-mail that is refused after its text is a permanent failure")
    func refusedText() async throws {
        let server = try MailServer()
        let outcome = try await transport(server).send(letter(from: "spam@shop.example"))
        #expect(outcome.isPermanent == true)
        #expect(outcome.reason?.contains("554 5.7.1 looks like spam") == true)
    }

    @Test("a connection that breaks after a refusal is a temporary failure")
    func broken() async throws {
        let server = try MailServer()
        let outcome = try await transport(server).send(letter(to: ["unknown@shop.example", "broken@shop.example"]))
        #expect(outcome.isPermanent == false)
        #expect(outcome.reason?.contains("550") == false)
    }

    @Test("a server that says nothing after the end of the message is left at the limit, and the next e-mail goes on")
    func silence() async throws {
        let server = try MailServer()
        let transport = try transport(server)
        let silent = try letter(from: "silence@shop.example")
        let outcome = try await inTime("the end of an exchange with a silent server") {
            await transport.send(silent, within: .seconds(1))
        }
        #expect(
            outcome
                == .failed(
                    reason: "smtp://127.0.0.1:\(server.port): the exchange did not end within 1 s", isPermanent: false))
        #expect(await transport.send(try letter()) == .sent)
    }

    @Test("a server that is not running is a temporary failure")
    func refused() async throws {
        // The port of tcpmux (RFC 1078): no server listens there, and an unprivileged program cannot.
        let server = try #require(SMTPServer(url: "smtp://127.0.0.1:1"))
        let outcome = try await MailTransport.smtp(server).send(letter())
        #expect(outcome.isPermanent == false)
        #expect(outcome.reason?.hasPrefix("smtp://127.0.0.1:1: ") == true)
    }
}
