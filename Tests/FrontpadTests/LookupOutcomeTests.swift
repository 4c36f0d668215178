import Frontpad
import HTTP
import TestSupport
import Testing

@Suite("The outcome of a lookup", .ownThread) struct LookupOutcomeTests {
    @Test("is unsent if the connection is refused")
    func refusedConnection() async {
        let client = FrontpadClient(
            url: "http://127.0.0.1:\(ScriptedServer.closedPort())/", secret: "s", timeoutMilliseconds: 30_000)
        guard case .notReached(let notSent) = await client.stops() else {
            Issue.record("somebody was reached")
            return
        }
        #expect(notSent.cause == .connection)
    }

    @Test("is unsent if permission is withdrawn before the first byte")
    func withdrawn() async {
        let lookup = ScriptedLookup(#"{"result":"success","status":"Новый"}"#)
        guard
            case .notReached(let notSent) = await lookup.ask({
                await $0.status(.order(id: "1"), beforeFirstByte: { false })
            })
        else {
            Issue.record("it was sent")
            return
        }
        #expect(notSent.cause == .withdrawn)
        #expect(lookup.server.received().joined().isEmpty)
    }

    @Test("is the answer, whatever the HTTP status, and silence is not an answer")
    func status() async {
        let lookup = ScriptedLookup(#"{"result":"success","status":"Новый"}"#, status: "500 Internal Server Error")
        #expect(await lookup.ask { await $0.status(.order(id: "1")) } == .answered("Новый"))
        let silent = ScriptedLookup([.read, .hold], timeout: 500)
        guard case .unreadable(let evidence) = await silent.ask({ await $0.status(.order(id: "1")) }) else {
            Issue.record("silence was read")
            return
        }
        #expect(evidence.timedOut)
    }

    @Test("has neither the secret nor a phone nor a certificate in the evidence of a broken answer")
    func evidenceIsHarmless() async {
        let body = "Wrong: \(ScriptedLookup.secret) 79120000001 A1 №7"
        let lookup = ScriptedLookup(body, status: "502 Bad Gateway")
        let texts = [
            "\(await lookup.ask { await $0.status(.phone("79120000001")) })",
            "\(await lookup.ask { await $0.client(phone: "79120000001") })",
            "\(await lookup.ask { await $0.certificate(number: "A1") })", "\(await lookup.ask { await $0.stops() })",
        ]
        for text in texts {
            #expect(text.contains("unreadable"))
            #expect(!text.contains(ScriptedLookup.secret))
        }
        for text in texts.dropLast() {
            #expect(!text.contains("79120000001"))
            #expect(!text.contains("A1"))
        }
    }

    @Test(
        "keeps an undocumented code, unless it repeats the query or is not a code",
        arguments: [
            ("moon_is_full", "moon_is_full"), ("no client 79120000001", "…"), (String(repeating: "x", count: 100), "…"),
        ])
    func unknownCode(code: String, kept: String) async {
        let lookup = ScriptedLookup(#"{"result":"error","error":"\#(code)"}"#)
        #expect(await lookup.ask { await $0.client(phone: "79120000001") } == .refused(.unknown(kept)))
    }
}
