import HTTP
import TestSupport
import Testing

@Suite("A broken exchange", .ownThread)
struct BrokenExchangeTests {
    let client = HTTPClient()

    @Test("a refused connection has sent nothing")
    func refused() async {
        let exchange = await client.perform(order(to: "http://127.0.0.1:\(ScriptedServer.closedPort())/"))
        #expect(exchange.failureCode == 7)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.status == nil)
        #expect(exchange.phase == .connecting)
    }

    @Test("a host name that does not exist (RFC 2606) has sent nothing")
    func unknownName() async {
        let exchange = await client.perform(order(to: "http://frontpad.invalid/"))
        #expect(exchange.failureCode == 6)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.phase == .resolving)
    }

    @Test("if one of a host's two addresses does not answer, the other one gets the request, once")
    func twoAddresses() async {
        // libcurl always resolves localhost to ::1 and 127.0.0.1.
        let server = ScriptedServer(.read)
        let exchange = await client.perform(order(to: server.url(host: "localhost")))
        #expect(exchange.failureCode == 52)
        #expect(exchange.bytesSent == server.received().joined().count)
        #expect(server.received().count == 1)
    }

    @Test("a connection that is reset at once is a failure")
    func resetAtOnce() async {
        let server = ScriptedServer(.reset)
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode != nil)
        #expect(exchange.status == nil)
        #expect(server.received() == [[]])
    }

    @Test("a connection that ends after the request leaves the outcome unknown", arguments: [true, false])
    func endsAfterRequest(byReset: Bool) async {
        let server = byReset ? ScriptedServer(.read, .reset) : ScriptedServer(.read)
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == (byReset ? 56 : 52))
        #expect(exchange.status == nil)
        #expect(exchange.phase == .waiting)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("a truncated head is reported with its status and no body")
    func headCut() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Ty"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.status == 200)
        #expect(exchange.body.isEmpty)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("the beginning of a truncated body is kept")
    func bodyCut() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"result\":"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == 18)
        #expect(exchange.status == 200)
        #expect(exchange.body == Array("{\"result\":".utf8))
        #expect(exchange.phase == .receiving)
    }

    @Test("the beginning of a truncated chunked body is kept")
    func chunksCut() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == 18)
        #expect(exchange.body == Array("hello".utf8))
    }

    @Test(
        "an answer that is not HTTP is a failure after the request was sent",
        arguments: ["220 mail ready\r\n", "{}", "\u{0}\u{1}"])
    func garbage(text: String) async {
        let server = ScriptedServer(.read, .send(text))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == 1)
        #expect(exchange.status == nil)
        #expect(exchange.body.isEmpty)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("an endless body is cut off at the limit, and the part up to the limit is kept")
    func endlessBody() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\n\r\n"), .flood)
        let exchange = await client.perform(order(to: server.url(), maxBody: 100_000))
        #expect(exchange.ending == .tooLarge)
        #expect(exchange.body == [UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
        #expect(exchange.status == 200)
    }

    @Test("a body exactly as long as the limit is accepted")
    func bodyAtLimit() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
        #expect(await client.perform(order(to: server.url(), maxBody: 5)).ending == .complete)
    }

    @Test("an endless head is cut off at the limit")
    func endlessHead() async {
        let lines = String(repeating: "X-Header: \(String(repeating: "x", count: 1000))\r\n", count: 200)
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\n" + lines), .hold)
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.ending == .tooLarge)
        #expect(exchange.body.isEmpty)
    }

    @Test("the total time limit also ends a body that arrives slowly")
    func drip() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\n\r\n"), .drip)
        let exchange = await client.perform(order(to: server.url(), total: 1500))
        #expect(exchange.ending == .timedOut)
    }

    @Test("if a server never answers, the request times out and counts as sent")
    func silence() async {
        let server = ScriptedServer(.read, .hold)
        let exchange = await client.perform(order(to: server.url(), total: 3000))
        #expect(exchange.ending == .timedOut)
        #expect(exchange.phase == .waiting)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("if a server does not read, the request times out while sending")
    func unread() async {
        let server = ScriptedServer(.hold)
        let body = [UInt8](repeating: 65, count: 20_000_000)
        let exchange = await client.perform(order(to: server.url(), body: body, total: 3000))
        #expect(exchange.ending == .timedOut)
        #expect(exchange.phase == .sending)
        #expect(exchange.bytesSent > 0 && exchange.bytesSent < body.count)
    }
}
