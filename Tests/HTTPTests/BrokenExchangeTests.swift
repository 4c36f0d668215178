import HTTP
import TestSupport
import Testing

@Suite("A broken exchange")
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

    @Test("a name that nobody has (RFC 2606) has sent nothing")
    func unknownName() async {
        let exchange = await client.perform(order(to: "http://frontpad.invalid/"))
        #expect(exchange.failureCode == 6)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.phase == .resolving)
    }

    @Test("of a name's two addresses the living one gets the request, once")
    func twoAddresses() async {
        // libcurl has localhost be ::1 and 127.0.0.1, whatever the system says.
        let server = ScriptedServer(.read)
        let exchange = await client.perform(order(to: server.url(host: "localhost")))
        #expect(exchange.failureCode == 52)
        #expect(exchange.bytesSent == server.received().joined().count)
        #expect(server.received().count == 1)
    }

    @Test("a connection that is reset at once ends as a failure")
    func resetAtOnce() async {
        let server = ScriptedServer(.reset)
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode != nil)
        #expect(exchange.status == nil)
        #expect(server.received() == [[]])
    }

    @Test("a connection that ends after the request leaves the order's fate open", arguments: [true, false])
    func endsAfterRequest(byReset: Bool) async {
        let server = byReset ? ScriptedServer(.read, .reset) : ScriptedServer(.read)
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == (byReset ? 56 : 52))
        #expect(exchange.status == nil)
        #expect(exchange.phase == .waiting)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("a head that is cut off is reported with its status and no body")
    func headCut() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Ty"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.status == 200)
        #expect(exchange.body.isEmpty)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("of a body that is cut off the beginning is kept")
    func bodyCut() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"result\":"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == 18)
        #expect(exchange.status == 200)
        #expect(exchange.body == Array("{\"result\":".utf8))
        #expect(exchange.phase == .receiving)
    }

    @Test("of a chunked body that is cut off the beginning is kept")
    func chunksCut() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == 18)
        #expect(exchange.body == Array("hello".utf8))
    }

    @Test(
        "what is not HTTP is a failure after the request was sent",
        arguments: ["220 mail ready\r\n", "{}", "\u{0}\u{1}"])
    func garbage(text: String) async {
        let server = ScriptedServer(.read, .send(text))
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.failureCode == 1)
        #expect(exchange.status == nil)
        #expect(exchange.body.isEmpty)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("a body without end is stopped at the limit, and what is within is kept")
    func endlessBody() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\n\r\n"), .flood)
        let exchange = await client.perform(order(to: server.url(), maxBody: 100_000))
        #expect(exchange.ending == .tooLarge)
        #expect(exchange.body == [UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
        #expect(exchange.status == 200)
    }

    @Test("a body as long as the limit is not too large")
    func bodyAtLimit() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
        #expect(await client.perform(order(to: server.url(), maxBody: 5)).ending == .complete)
    }

    @Test("a head without end is stopped at the limit")
    func endlessHead() async {
        let lines = String(repeating: "X-Header: \(String(repeating: "x", count: 1000))\r\n", count: 200)
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\n" + lines), .hold)
        let exchange = await client.perform(order(to: server.url()))
        #expect(exchange.ending == .tooLarge)
        #expect(exchange.body.isEmpty)
    }

    @Test("a body that drips is bounded by the total time")
    func drip() async {
        let server = ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\n\r\n"), .drip)
        let exchange = await client.perform(order(to: server.url(), total: 1500))
        #expect(exchange.ending == .timedOut)
    }

    @Test("a server that never answers is given up, and all of the request counts as sent")
    func silence() async {
        let server = ScriptedServer(.read, .hold)
        let exchange = await client.perform(order(to: server.url(), total: 3000))
        #expect(exchange.ending == .timedOut)
        #expect(exchange.phase == .waiting)
        #expect(exchange.bytesSent == server.received().joined().count)
    }

    @Test("a server that does not read is given up while sending")
    func unread() async {
        let server = ScriptedServer(.hold)
        let body = [UInt8](repeating: 65, count: 20_000_000)
        let exchange = await client.perform(order(to: server.url(), body: body, total: 3000))
        #expect(exchange.ending == .timedOut)
        #expect(exchange.phase == .sending)
        #expect(exchange.bytesSent > 0 && exchange.bytesSent < body.count)
    }
}
