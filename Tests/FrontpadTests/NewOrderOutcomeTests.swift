import Frontpad
import HTTP
import TestSupport
import Testing

@Suite("The outcome of new_order", .ownThread) struct NewOrderOutcomeTests {
    private static let phone = "+7(912)345-67-89"
    private static let secret = "s3cr3t/+="

    private func outcome(
        of url: String, timeout: Int = 30_000, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> NewOrderOutcome {
        let client = FrontpadClient(url: url, secret: Self.secret, timeoutMilliseconds: timeout)
        let order = NewOrder(
            products: [.init(article: "001", count: 1)], fields: [.phone: Self.phone, .mail: "ivan@example.test"])
        return await client.newOrder(order, beforeFirstByte: beforeFirstByte)
    }

    private static func evidence(_ outcome: NewOrderOutcome) throws -> Evidence {
        guard case .inDoubt(let evidence) = outcome else { throw Other(outcome: outcome) }
        return evidence
    }

    private struct Other: Error { let outcome: NewOrderOutcome }

    private static let accepted = NewOrderOutcome.accepted(AcceptedOrder(orderID: "1000020", orderNumber: "143"))

    @Test("a success is accepted, whatever the HTTP status", arguments: ["200 OK", "500 Internal Server Error"])
    func isSuccess(status: String) async {
        let server = ScriptedServer(.read, answer(success, status: status))
        #expect(await outcome(of: server.url("/api/index.php")) == Self.accepted)
        let text = server.text()
        #expect(text.hasPrefix("POST /api/index.php?new_order HTTP/1.1\r\n"))
        #expect(
            text.hasSuffix(
                "&product[0]=001&product_kol[0]=1&phone=%2B7%28912%29345-67-89"
                    + "&mail=ivan%40example.test"))
        #expect(text.contains("\r\n\r\nsecret=s3cr3t%2F%2B%3D&"))
        #expect(text.contains("application/x-www-form-urlencoded"))
        #expect(server.received().count == 1)
    }

    @Test("a success has its warnings")
    func warnings() async {
        let body = #"{"result":"success","order_id":7,"warnings":{"invalid_product_keys":{"0":"1"}}}"#
        let server = ScriptedServer(.read, answer(body))
        #expect(
            await outcome(of: server.url())
                == .accepted(
                    AcceptedOrder(orderID: "7", orderNumber: nil, warnings: [.invalidProductKeys([1])])))
    }

    @Test("an error is a refusal, whatever the HTTP status", arguments: ["200 OK", "403 Forbidden"])
    func error(status: String) async {
        let server = ScriptedServer(.read, answer(#"{"result":"error","error":"cash_close"}"#, status: status))
        #expect(await outcome(of: server.url()) == .refused(.cashClose))
    }

    @Test(
        "an error that is not documented for new_order leaves the order in doubt",
        arguments: [
            #"{"result":"error","error":"internal_error"}"#, #"{"result":"error","error":"new_code"}"#,
            #"{"result":"error"}"#, #"{"result":"error","error":{"code":"cash_close"}}"#,
            #"{"result":"error","error":["cash_close"]}"#, #"{"result":"error","error":"invalid_method"}"#,
            #"{"result":"error","error":"invalid_client_phone"}"#,
        ])
    func undocumentedError(body: String) async throws {
        for status in ["200 OK", "502 Bad Gateway"] {
            let server = ScriptedServer(.read, answer(body, status: status))
            let evidence = try Self.evidence(await outcome(of: server.url()))
            #expect(evidence.answer == body)
        }
    }

    @Test(
        "a success that names its order counts, even if the answer is damaged around it",
        arguments: [
            "<b>Warning</b>: mail() failed in /var/www/new.php\n" + success, success + "\n<!-- 0.1 s -->",
            #"{"result":"success","order_id":"1000020","order_number":143,}"#, "\u{FEFF}\u{FEFF}" + success,
        ])
    func damagedSuccess(body: String) async {
        let server = ScriptedServer(.read, answer(body))
        #expect(await outcome(of: server.url()) == Self.accepted)
    }

    @Test(
        "any other damaged answer proves nothing",
        arguments: [
            "Notice " + #"{"result":"success"}"#, "Notice " + #"{"result":"error","error":"cash_close"}"#,
            #"{"result":"success","order_id":"none",}"#, success + #"{"result":"error","error":"internal_error"}"#,
            success + success, String(success.dropLast()),
        ])
    func damagedAnswer(body: String) async throws {
        let server = ScriptedServer(.read, answer(body))
        _ = try Self.evidence(await outcome(of: server.url()))
    }

    @Test("a complete answer counts even if the connection breaks after it", arguments: [true, false])
    func brokenAfterAnswer(byReset: Bool) async {
        let broken = answer(success, length: 5000)
        let server = byReset ? ScriptedServer(.read, broken, .reset) : ScriptedServer(.read, broken)
        #expect(await outcome(of: server.url()) == Self.accepted)
    }

    @Test("a refused connection has sent nothing")
    func refusedConnection() async throws {
        guard case .notSent(let notSent) = await outcome(of: "http://127.0.0.1:\(ScriptedServer.closedPort())/")
        else {
            Issue.record("something was sent")
            return
        }
        #expect(notSent.cause == .connection)
        #expect(!notSent.detail.isEmpty)
    }

    @Test("a host name without an address has sent nothing")
    func unknownName() async {
        guard case .notSent(let notSent) = await outcome(of: "http://frontpad.invalid/") else {
            Issue.record("something was sent")
            return
        }
        #expect(notSent.cause == .nameResolution)
    }

    @Test("a request that is withdrawn before its first byte never reaches the server")
    func withdrawn() async {
        let server = ScriptedServer(.read, answer(success))
        guard case .notSent(let notSent) = await outcome(of: server.url(), beforeFirstByte: { false }) else {
            Issue.record("it was sent")
            return
        }
        #expect(notSent.cause == .withdrawn)
        #expect(server.received().joined().isEmpty)
    }

    enum Break: String, CaseIterable, Sendable {
        case reset, end, truncatedBody, truncatedHead, garbage, empty, badGateway, unauthorized, redirect

        var steps: [ScriptedServer.Step] {
            switch self {
            case .reset: [.read, .reset]
            case .end: [.read]
            case .truncatedBody: [.read, answer(String(success.dropLast(3)), length: success.utf8.count)]
            case .truncatedHead: [.read, .send("HTTP/1.1 200 OK\r\nContent-")]
            case .garbage: [.read, answer("Fatal error: Allowed memory size")]
            case .empty: [.read, answer("")]
            case .badGateway: [.read, answer("<html>502 Bad Gateway</html>", status: "502 Bad Gateway")]
            case .unauthorized: [.read, answer("<html>401</html>", status: "401 Unauthorized")]
            case .redirect: [.read, .send("HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")]
            }
        }

        var status: Int? {
            switch self {
            case .reset, .end: nil
            case .truncatedBody, .truncatedHead, .garbage, .empty: 200
            case .badGateway: 502
            case .unauthorized: 401
            case .redirect: 302
            }
        }
    }

    @Test("an order that left without a usable answer is in doubt, and is not sent again", arguments: Break.allCases)
    func inDoubt(by end: Break) async throws {
        let server = ScriptedServer(end.steps)
        let evidence = try Self.evidence(await outcome(of: server.url()))
        #expect(evidence.bytesSent > 0)
        #expect(evidence.httpStatus == end.status)
        #expect(!evidence.timedOut)
        #expect(server.received().count == 1)
    }

    @Test("silence until the time limit puts the order in doubt")
    func silence() async throws {
        let server = ScriptedServer(.read, .hold)
        let evidence = try Self.evidence(await outcome(of: server.url(), timeout: 1000))
        #expect(evidence.bytesSent > 0)
        #expect(evidence.timedOut)
        #expect(evidence.phase == .waiting)
        #expect(evidence.answer.isEmpty)
    }

    @Test("the evidence has the beginning of the answer, and neither the secret nor the customer")
    func evidenceIsHarmless() async throws {
        let body = """
            Wrong: \(Self.secret) \(Self.phone) ivan@example.test secret=s3cr3t%2F%2B%3D&phone=%2B7%28912%29345-67-89 \
            ivan%40example.test \(String(repeating: "ж", count: 1000))
            """
        let server = ScriptedServer(.read, answer(body))
        let evidence = try Self.evidence(await outcome(of: server.url()))
        #expect(evidence.answer.hasPrefix("Wrong: "))
        #expect(evidence.answer.unicodeScalars.count == 500)
        for text in [evidence.answer, evidence.description] {
            #expect(!text.contains("s3cr3t"))
            #expect(!text.contains("345-67-89"))
            #expect(!text.contains("ivan"))
        }
    }
}

private func answer(_ body: String, status: String = "200 OK", length: Int? = nil) -> ScriptedServer.Step {
    .send("HTTP/1.1 \(status)\r\nContent-Length: \(length ?? body.utf8.count)\r\n\r\n\(body)")
}

private let success = #"{"result":"success","order_id":"1000020","order_number":143}"#
