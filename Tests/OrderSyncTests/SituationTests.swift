import Frontpad
import JobQueue
import TestSupport
import Testing

@testable import OrderSync

/// The ways in which an HTTP exchange can fail. For each of them, the worker's real client sends a request to a raw
/// socket server.
@Suite("An order and its request", .ownThread) struct SituationTests {
    @Test("if the server cannot be reached, the order stays new and is tried again", arguments: nothingLeaves)
    func unsent(situation: Situation) async throws { try await check(situation) }

    @Test("if the connection ends before an answer, the order is in doubt and never sent again", arguments: brokenOff)
    func broken(situation: Situation) async throws { try await check(situation) }

    @Test("if the answer cannot be understood, the order is in doubt and never sent again", arguments: unreadable)
    func unreadableAnswer(situation: Situation) async throws { try await check(situation) }

    @Test("if the answer can be read in spite of its form, it counts", arguments: readable)
    func readableAnswer(situation: Situation) async throws { try await check(situation) }

    private func check(_ situation: Situation) async throws {
        let fixture = try SyncFixture()
        try fixture.store(7)
        try fixture.store(8)
        let peer = try situation.peer()
        let handler = SendOrderHandler(queue: fixture.queue) { _, secret in
            FrontpadClient(url: peer.url, secret: secret, timeoutMilliseconds: situation.timeout)
        }
        let claim = try #require(try fixture.claim())
        #expect(claim.job.subject == "order:7")
        try await fixture.perform(claim, by: handler)
        let states = try [fixture.state(7), fixture.text("SELECT state FROM jobs WHERE id = \(claim.job.id)")]
        let evidence = try fixture.text("SELECT error FROM attempts WHERE error IS NOT NULL") ?? "no error"
        #expect(situation.outcomes.contains { $0.states == states }, "\(states), \(evidence)")
        if case .scripted(let server, _, _) = peer { #expect(server.received().count <= 1) }

        // The worker still works. It sends the other order, or the order that had to wait, to a working CRM.
        fixture.advance(by: 2_000)
        let isAccountWide = states == Situation.Outcome.refusedAccount.states
        if isAccountWide { fixture.advance(by: AccountBudget.probeInterval) }
        let good = crm(taken)
        try await fixture.send(to: good.url())
        #expect(try fixture.state(isAccountWide ? 7 : 8) == "sent")
        #expect(try fixture.state(isAccountWide ? 8 : 7) == (isAccountWide ? "new" : states[0]))
    }

    // MARK: - The situations

    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let html = "Content-Type: text/html\r\nContent-Length: 11\r\n\r\n<html>no</h"
    private static func body(_ text: String) -> String { "Content-Length: \(text.utf8.count)\r\n\r\n\(text)" }

    static let nothingLeaves: [Situation] = [
        Situation("a closed port", .notSent) { .nobody("http://127.0.0.1:\(ScriptedServer.closedPort())/") },
        Situation("port 0", .notSent) { .nobody("http://127.0.0.1:0/") },
        Situation("an unknown host name", .notSent) { .nobody("http://frontpad.invalid/") },
        Situation("a connect that hangs", .notSent, timeout: 3_000) { .full(FullServer()) },
        Situation("a TLS handshake that hangs", .notSent, scheme: "https", steps: .hold),
        Situation("a TLS handshake that is dropped", .notSent, scheme: "https"),
        Situation("a TLS handshake that is reset", .notSent, scheme: "https", steps: .reset),
        Situation("a plain answer instead of TLS", .notSent, scheme: "https", steps: .send("HTTP/1.1 400 Bad\r\n\r\n")),
        Situation("an untrusted certificate", .notSent) { .tls(try TLSServer()) },
    ]

    static let brokenOff: [Situation] = [
        // The kernel decides whether the RST or the request comes first, so there are two possible outcomes.
        Situation("RST at accept", .inDoubt, .notSent, steps: .reset),
        Situation("FIN at accept", .inDoubt, .notSent),
        Situation("a server that does not read", .inDoubt, steps: .hold),
        Situation("a server that reads and is silent", .inDoubt, steps: .read, .hold),
        Situation("RST after the request", .inDoubt, steps: .read, .reset),
        Situation("FIN after the request", .inDoubt, steps: .read),
        Situation("one of two addresses dead, FIN after the request", .inDoubt, host: "localhost", steps: .read),
        Situation("a status line cut off", .inDoubt, answer: "HTTP/1.1 20"),
        Situation("a head cut off after its status", .inDoubt, answer: ok),
        Situation("a head cut off in a header", .inDoubt, answer: ok + "Content-Ty"),
        Situation("a head cut off by RST", .inDoubt, answer: ok + "Content-Ty", then: .reset),
        Situation("a body cut off by FIN", .inDoubt, answer: ok + "Content-Length: 50\r\n\r\n{\"result\":\"succ"),
        Situation(
            "a body cut off by RST", .inDoubt, answer: ok + "Content-Length: 50\r\n\r\n{\"result\":\"succ", then: .reset
        ),
        Situation(
            "chunks cut off", .inDoubt, answer: ok + "Transfer-Encoding: chunked\r\n\r\na\r\n{\"result\":\r\n"),
        Situation("a body without end", .inDoubt, answer: ok + "\r\n", then: .flood),
        Situation("a body that drips", .inDoubt, answer: ok + "\r\n", then: .drip),
        Situation("a head without end", .inDoubt, answer: ok, then: .flood),
        Situation("a head that drips", .inDoubt, answer: ok, then: .drip),
    ]

    static let unreadable: [Situation] = [
        Situation("a mail server", .inDoubt, answer: "220 mail ready\r\n"),
        Situation("JSON without HTTP", .inDoubt, answer: taken),
        Situation("bytes that are no text", .inDoubt, steps: .read, .sendBytes([0x00, 0xFF, 0x15, 0x03, 0x0D, 0x0A])),
        Situation("HTTP/9.9", .inDoubt, answer: "HTTP/9.9 200 OK\r\n" + body(taken)),
        Situation("a header of 300 kB", .inDoubt, answer: ok + "X: \(String(repeating: "x", count: 300_000))\r\n\r\n"),
        Situation(
            "20,000 headers", .inDoubt, answer: ok + String(repeating: "X-Header: x\r\n", count: 20_000) + body(taken)),
        Situation("a header without a colon", .inDoubt, answer: ok + "nonsense\r\n" + body(taken)),
        Situation("status 000", .inDoubt, answer: "HTTP/1.1 000 Nothing\r\n" + body(taken)),
        Situation("a length of words", .inDoubt, answer: ok + "Content-Length: many\r\n\r\n" + taken),
        Situation("401 with a challenge", .inDoubt, answer: "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\n" + html),
        Situation("407", .inDoubt, answer: "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n" + html),
        Situation("429", .inDoubt, answer: "HTTP/1.1 429 Too Many\r\nRetry-After: 1\r\n" + html),
        Situation("500", .inDoubt, answer: "HTTP/1.1 500 Error\r\n" + html),
        Situation("502 of a proxy", .inDoubt, answer: "HTTP/1.1 502 Bad Gateway\r\n" + html),
        Situation("204", .inDoubt, answer: "HTTP/1.1 204 No Content\r\n\r\n"),
        Situation("an empty 200", .inDoubt, answer: ok + body("")),
        Situation("a redirect of 302", .inDoubt, answer: "HTTP/1.1 302 Found\r\nLocation: /x\r\n" + body("")),
        Situation("a redirect of 307", .inDoubt, answer: "HTTP/1.1 307 Again\r\nLocation: /x\r\n" + body("")),
        Situation("a redirect to a dead host", .inDoubt) {
            let away = "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:\(ScriptedServer.closedPort())/\r\n"
            return .scripted(ScriptedServer(.read, .send(away + body(""))), host: "127.0.0.1", scheme: "http")
        },
        Situation("a redirect to nowhere", .inDoubt, answer: "HTTP/1.1 302 Found\r\n" + body("")),
        Situation(
            "a gzip body that the request did not accept", .inDoubt, steps: .read,
            .send(ok + "Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"),
            .sendBytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
        Situation(
            "an internal error with 502", .inDoubt,
            answer: "HTTP/1.1 502 Bad Gateway\r\n" + body(refusal("internal_error"))),
        Situation("an error without a code", .inDoubt, answer: ok + body(#"{"result":"error"}"#)),
        Situation("an unknown error code", .inDoubt, answer: ok + body(refusal("new_code"))),
        Situation("JSON of something else", .inDoubt, answer: ok + body(#"{"ok":true}"#)),
    ]

    static let readable: [Situation] = [
        Situation("one of two addresses dead", .accepted, host: "localhost", steps: .read, .send(ok + body(taken))),
        Situation("a success with 500", .accepted, answer: "HTTP/1.1 500 Error\r\n" + body(taken)),
        Situation("no reason phrase", .accepted, answer: "HTTP/1.1 200\r\n" + body(taken)),
        Situation("lines that end in LF", .accepted, answer: "HTTP/1.1 200 OK\nContent-Length: 63\n\n" + taken),
        Situation(
            "a header byte that is not UTF-8", .accepted, steps: .read, .send(ok + "X: "), .sendBytes([0xE9]),
            .send("\r\n" + body(taken))),
        Situation("a header without a name", .accepted, answer: ok + ": x\r\n" + body(taken)),
        Situation("103 before the answer", .accepted, answer: "HTTP/1.1 103 Early\r\nX: y\r\n\r\n" + ok + body(taken)),
        Situation("a body longer than said, and RST", .accepted, answer: ok + body(taken) + "more", then: .reset),
        Situation("a body shorter than said", .accepted, answer: ok + "Content-Length: 5000\r\n\r\n" + taken),
        Situation(
            "401 with the CRM's answer", .refusedAccount,
            answer: "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\n" + body(refusal("invalid_secret"))),
        Situation("a closed shift", .refusedAccount, answer: ok + body(refusal("cash_close"))),
        Situation("an unknown product", .refusedOrder, answer: ok + body(refusal("invalid_product_keys"))),
        Situation(
            "a refusal with 403", .refusedOrder, answer: "HTTP/1.1 403 No\r\n" + body(refusal("invalid_certificate"))),
        Situation("a message of PHP before the success", .accepted, answer: ok + body("Notice: x\n" + taken)),
        Situation("HTTP/2 in words", .accepted, answer: "HTTP/2 200\r\n" + body(taken)),
        Situation(
            "a Content-Length too large for any integer", .accepted,
            answer: ok + "Content-Length: 99999999999999999999\r\n\r\n" + taken),
    ]
}
