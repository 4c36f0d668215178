public import JSON

/// A real SMTP server (aiosmtpd in Python) with a mailbox that tests can read.
public final class MailServer: Sendable {
    public enum Encryption: String, Sendable { case none, starttls, tls }

    /// An e-mail that has arrived, as Python's mail parser reads it.
    public struct Letter: Sendable {
        public let content: JSON

        public subscript(field: String) -> String? { content[field]?.string }
        public var body: String? { self["body"]?.replacing("\r\n", with: "\n") }
        public var recipients: [String] { content["recipients"]?.array?.compactMap(\.string) ?? [] }
        public var fieldNames: [String] { content["names"]?.array?.compactMap(\.string) ?? [] }
        public var defects: Int? { content["defects"]?.array?.count }
        public var longestLine: Int? { content["longest"]?.int }
        public var isEncrypted: Bool? { content["encrypted"]?.bool }
    }

    public let port: Substring
    /// The file of the server's own certificate.
    public let caFile: String
    private let folder = TemporaryDirectory()
    private let program: RunningProgram

    public init(_ encryption: Encryption = .none, login: String? = nil) throws {
        let script = folder.path(of: "server.py")
        Files.write(Self.script.utf8, to: script)
        caFile = folder.path(of: "certificate.pem")
        let key = folder.path(of: "key.pem")
        if encryption != .none {
            let made = try run(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                    "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", caFile,
                ])
            guard made.status == .exited(0) else { throw RunningProgram.Failure(description: made.stderr) }
        }
        program = try RunningProgram("/usr/bin/python3", [script, encryption.rawValue, caFile, key, login ?? ""])
        port = try program.line(containing: "PORT ").split(separator: " ").last ?? ""
    }

    /// Waits for the first e-mail.
    public func letter() throws -> Letter {
        Letter(content: try JSON.parse(program.line(containing: "\"recipients\"")))
    }

    /// Returns all e-mails that have arrived. Call this method after the exchange with the server.
    public func letters() throws -> [Letter] {
        try program.text(of: .output).split(separator: "\n").filter { $0.contains("\"recipients\"") }
            .map { Letter(content: try JSON.parse(String($0))) }
    }

    /// Whether no e-mail has arrived. Read this property after the exchange with the server.
    public var isEmpty: Bool { !program.text(of: .output).contains("\"recipients\"") }

    private static let script = #"""
        import asyncio, email, email.policy, json, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult

        encryption, certificate, key, login = sys.argv[1:5]
        replies = {"unknown": "550 5.1.1 no such user", "later": "451 4.7.1 try again later"}

        class Mailbox:
            async def handle_RCPT(self, server, session, envelope, address, options):
                name = address.split("@")[0]
                if name in replies:
                    return replies[name]
                if name == "broken":
                    server.transport.abort()
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                if envelope.mail_from.startswith("silence@"):
                    await asyncio.sleep(3600)
                if envelope.mail_from.startswith("spam@"):
                    return "554 5.7.1 looks like spam"
                letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
                print(json.dumps({
                    "sender": envelope.mail_from, "recipients": envelope.rcpt_tos,
                    "subject": letter["subject"], "from": letter["from"], "to": letter["to"],
                    "date": letter["date"].datetime.isoformat(), "id": letter["message-id"],
                    "body": letter.get_content(), "names": letter.keys(),
                    "defects": [str(d) for d in letter.defects] + [str(d) for f in letter.values() for d in f.defects],
                    "longest": max(map(len, envelope.content.split(b"\r\n"))),
                    "encrypted": session.ssl is not None or encryption == "tls",
                    "login": getattr(session, "user", None),
                }), flush=True)
                return "250 OK"

        def check(server, session, envelope, mechanism, data):
            given = data.login.decode() + " " + data.password.decode()
            session.user = data.login.decode()
            return AuthResult(success=given == login, handled=False)

        async def main():
            context = None
            if encryption != "none":
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate, key)
            def session():
                options = {}
                if login:
                    options = dict(authenticator=check, auth_required=True, auth_require_tls=False,
                                   auth_exclude_mechanism=["PLAIN"])
                if encryption == "starttls":
                    options["tls_context"] = context
                return SMTP(Mailbox(), hostname="test", **options)
            server = await asyncio.get_running_loop().create_server(
                session, "127.0.0.1", 0, ssl=context if encryption == "tls" else None)
            print("PORT", server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """#
}
