import Mail
import Testing

@Suite("A mail server's address")
struct SMTPServerTests {
    @Test(
        "is read with the defaults of its scheme",
        arguments: [
            ("smtp://mail.example", "smtp://mail.example:25"),
            ("SMTP://mail.example/", "smtp://mail.example:25"),
            ("smtp://mail.example:587", "smtp://mail.example:587"),
            ("smtp://mail.example?starttls=required", "smtp+starttls://mail.example:25"),
            ("smtp+starttls://mail.example", "smtp+starttls://mail.example:587"),
            ("smtps://mail.example", "smtps://mail.example:465"),
            ("smtps://[::1]", "smtps://[::1]:465"),
            ("smtps://[::1]:2525", "smtps://[::1]:2525"),
            ("smtp://почта.рф", "smtp://почта.рф:25"),
            ("smtps://user:word@mail.example", "smtps://user@mail.example:465"),
            // A password never travels unencrypted, except within this machine.
            ("smtp://user:word@mail.example", "smtp+starttls://user@mail.example:25"),
            ("smtp://user:word@mail.example:587", "smtp+starttls://user@mail.example:587"),
            ("smtp://user:word@127.0.0.1:2525", "smtp://user@127.0.0.1:2525"),
            ("smtp://user:word@127.0.0.1.mail.example", "smtp+starttls://user@127.0.0.1.mail.example:25"),
            ("smtps://us%40er:w@o:r/d%25@mail.example:1", "smtps://us@er@mail.example:1"),
        ])
    func reading(url: String, description: String) {
        #expect(SMTPServer(url: url)?.description == description)
    }

    @Test(
        "is refused if it makes no sense",
        arguments: [
            "", "mail.example", "http://mail.example", "smtp://", "smtp://:25", "smtp://mail.example:0",
            "smtp://mail.example:65536", "smtp://mail.example:x", "smtp://mail.example:", "smtp://mail example",
            "smtp://mail.example/path", "smtp://mail.example?starttls=no", "smtp://mail.example?x",
            "smtps://mail.example?starttls=required", "smtp://user@mail.example", "smtp://:word@mail.example",
            "smtp://us%4gr:word@mail.example", "smtp://user:w%0Aord@mail.example", "smtp://user:w%FFord@mail.example",
            "smtp://a\r\nb", "smtp://::1", "smtp://[mail]", "smtp://mail#x",
        ])
    func refusal(url: String) {
        #expect(SMTPServer(url: url) == nil)
    }

    @Test("never shows the password")
    func password() throws {
        let server = try #require(SMTPServer(url: "smtps://user:hidden%20word@mail.example"))
        var dumped = ""
        dump(MailTransport.smtp(server), to: &dumped)
        for text in ["\(server)", String(reflecting: server), "\(MailTransport.smtp(server))", dumped] {
            #expect(text.contains("user@mail.example"))
            #expect(!text.contains("hidden"))
        }
    }
}
