import Mail
import TestSupport
import Testing

@Suite("An e-mail through sendmail", .ownThread)
struct SendmailTests {
    private let folder = TemporaryDirectory()

    /// A program in place of sendmail that stores its arguments and its standard input.
    private func transport(then ending: String = "exit 0") -> MailTransport {
        let path = folder.path(of: "sendmail")
        let script = """
            #!/bin/sh
            printf '%s\\n' "$@" > '\(folder.path)/arguments'
            cat > '\(folder.path)/input'
            \(ending)
            """
        Files.write(script.utf8, to: path, mode: 0o700)
        return .sendmail(path: path)
    }

    private func kept(_ name: String) -> [UInt8]? { Files.read(folder.path(of: name)) }

    @Test("is passed with its envelope as arguments and with the machine's line ends")
    func given() async throws {
        let message = try letter(to: ["boss@shop.example", "-odd@shop.example"])
        #expect(await transport().send(message) == .sent)
        #expect(
            kept("arguments")
                == Array("-i\n-f\nqueue@shop.example\n--\nboss@shop.example\n-odd@shop.example\n".utf8))
        #expect(kept("input") == message.bytes.filter { $0 != 13 })
    }

    @Test("EX_TEMPFAIL is a temporary failure")
    func temporary() async throws {
        let outcome = try await transport(then: "echo 'queue is full' >&2; exit 75").send(letter())
        #expect(
            outcome
                == .failed(
                    reason: "\(folder.path)/sendmail ended with exit status 75: queue is full", isPermanent: false))
    }

    @Test("EX_NOUSER is a permanent failure")
    func permanent() async throws {
        let outcome = try await transport(then: "printf 'no\\nuser'; exit 67").send(letter())
        #expect(
            outcome
                == .failed(reason: "\(folder.path)/sendmail ended with exit status 67: no user", isPermanent: true))
    }

    @Test("a program that is killed is a temporary failure")
    func killed() async throws {
        #expect(try await transport(then: "kill -9 $$").send(letter()).isPermanent == false)
    }

    @Test("a missing program is a temporary failure with advice")
    func missing() async throws {
        let outcome = try await MailTransport.sendmail(path: folder.path(of: "nothing")).send(letter())
        #expect(outcome.isPermanent == false)
        #expect(outcome.reason?.contains("was not found: check the path") == true)
    }
}
