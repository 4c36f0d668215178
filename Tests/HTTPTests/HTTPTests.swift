import Glibc
import HTTP
import TestSupport
import Testing

/// Sends an order of about 60 bytes, with enough time for a loaded machine.
func order(
    to url: String, body: [UInt8] = Array("secret=x&product[0]=1".utf8), total: Int = 60_000, maxBody: Int = 1 << 20,
    caFile: String? = nil
) -> HTTPRequest {
    HTTPRequest(
        url: url, method: .post, headers: [("X-Order", "17")], body: body,
        limits: HTTPLimits(connectMilliseconds: 30_000, totalMilliseconds: total, maxBody: maxBody), caFile: caFile)
}

extension HTTPExchange {
    var failureCode: Int32? {
        if case .failed(let code, _) = ending { code } else { nil }
    }
}

@Suite("An exchange over HTTP", .ownThread)
struct HTTPTests {
    let client = HTTPClient()

    @Test("the request arrives unchanged, and the answer comes back")
    func complete() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
        let exchange = await client.perform(order(to: server.url("/api/?new_order")))
        #expect(exchange.ending == .complete)
        #expect(exchange.phase == .done)
        #expect(exchange.status == 200)
        #expect(exchange.body == Array("hello".utf8))
        #expect(exchange.bytesSent == server.text().utf8.count)
        #expect(
            server.text().replacing("Host: 127.0.0.1:\(server.port)", with: "Host: H") == """
                POST /api/?new_order HTTP/1.1\r
                Host: H\r
                User-Agent: frontpad-queue\r
                Accept: */*\r
                X-Order: 17\r
                Content-Length: 21\r
                Content-Type: application/x-www-form-urlencoded\r
                \r
                secret=x&product[0]=1
                """)
    }

    @Test("a GET has no body")
    func get() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 204 No Content\r\n\r\n"))
        let exchange = await client.perform(HTTPRequest(url: server.url("/a?b=1"), method: .get, body: [1, 2]))
        #expect(exchange.status == 204)
        #expect(server.text().hasPrefix("GET /a?b=1 HTTP/1.1\r\n"))
        #expect(server.text().hasSuffix("\r\n\r\n"))
        #expect(exchange.bytesSent == server.text().utf8.count)
    }

    @Test("an empty body is sent with length zero")
    func emptyBody() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
        let exchange = await client.perform(order(to: server.url(), body: []))
        #expect(exchange.ending == .complete)
        #expect(server.text().contains("Content-Length: 0\r\n"))
    }

    @Test("a large body is sent to the last byte, without Expect: 100-continue")
    func largeBody() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
        let exchange = await client.perform(order(to: server.url(), body: [UInt8](repeating: 65, count: 3_000_000)))
        #expect(exchange.ending == .complete)
        #expect(exchange.bytesSent == server.received().joined().count)
        #expect(!server.text().lowercased().contains("expect:"))
    }

    @Test("error statuses are returned as they are", arguments: [401, 407, 429, 500])
    func statuses(status: Int) async {
        let server = ScriptedServer(
            .read,
            .send(
                """
                HTTP/1.1 \(status) Whatever\r\nWWW-Authenticate: Basic realm="x"\r\nProxy-Authenticate: Basic\r
                Content-Length: 2\r\n\r\nno
                """))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.ending == .complete)
        #expect(exchange.status == status)
        #expect(exchange.body == Array("no".utf8))
        #expect(server.received().count == 1)
    }

    @Test("a redirect is returned and not followed", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async {
        let target = ScriptedServer(.read)
        let server = ScriptedServer(
            .read, .send("HTTP/1.1 \(status) Moved\r\nLocation: \(target.url())\r\nContent-Length: 0\r\n\r\n"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.status == status)
        #expect(exchange.ending == .complete)
        #expect(target.received().isEmpty)
    }

    @Test("an interim answer is skipped")
    func interim() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.status == nil)
    }

    @Test("cancelling the task does not end the request")
    func cancelled() async {
        let task = Monitor<Task<HTTPExchange, Never>?>(nil)
        let server = ScriptedServer(
            .read, .perform { (try? task.wait(for: "the request's task") { $0 })?.cancel() },
            .send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"))
        let request = order(to: server.url())
        let started = Task { await client.perform(request) }
        task.withLock { $0 = started }
        let exchange = await started.value
        #expect(started.isCancelled)
        #expect(exchange.ending == .complete)
        #expect(exchange.body == Array("done".utf8))
    }

    @Test("each request has its own connection")
    func connections() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), .hold)
        for _ in 0..<3 { _ = await client.perform(order(to: server.url())) }
        #expect(server.received().count == 3)
    }

    @Test("many requests at the same time each get their own answer")
    func many() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
        let request = order(to: server.url())
        let complete = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 { group.addTask { await client.perform(request).body == Array("ok".utf8) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(complete == 30)
        #expect(server.received().count == 30)
    }
}

@Suite("Permission to send a request", .ownThread)
struct PermissionTests {
    let client = HTTPClient()

    @Test("if it is denied, the server receives nothing")
    func notAllowed() async {
        let server = ScriptedServer(.read)
        let exchange = await client.perform(order(to: server.url())) { false }
        #expect(exchange.ending == .notAllowed)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.status == nil)
        #expect(server.received() == [[]])
    }

    @Test("is asked for once, after the connection and before the first byte")
    func once() async {
        let questions = Monitor(0)
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
        let exchange = await client.perform(order(to: server.url())) {
            questions.withLock { $0 += 1 }
            return true
        }
        #expect(exchange.ending == .complete)
        #expect(questions.withLock { $0 } == 1)
    }

    @Test("is not asked for without a connection")
    func neverAsked() async {
        let questions = Monitor(0)
        let exchange = await client.perform(order(to: "http://127.0.0.1:\(ScriptedServer.closedPort())/")) {
            questions.withLock { $0 += 1 }
            return true
        }
        #expect(exchange.failureCode == 7)
        #expect(questions.withLock { $0 } == 0)
    }

    @Test(
        "a line end or a NUL byte in a header is refused, and does not become another header",
        arguments: ["a\r\nX-Injected: 1", "a\nb", "a\0b"])
    func headerInjection(value: String) async {
        let server = ScriptedServer(.read)
        let request = HTTPRequest(url: server.url(), method: .get, headers: [("X-Note", value)])
        let exchange = await client.perform(request)
        #expect(exchange.failureCode == 43)
        #expect(exchange.bytesSent == 0)
        #expect(server.received().isEmpty)
    }

    @Test(
        "other schemes, user names and malformed addresses are refused",
        arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "http://user:word@127.0.0.1/", "http://a b/", "", "\0"])
    func urls(url: String) async {
        let exchange = await client.perform(HTTPRequest(url: url, method: .get))
        #expect(exchange.failureCode != nil)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.body.isEmpty)
        #expect(exchange.phase == .resolving)
    }
}
