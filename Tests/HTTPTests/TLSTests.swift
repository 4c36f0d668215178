import HTTP
import TestSupport
import Testing

@Suite("An exchange over TLS", .ownThread)
struct TLSTests {
    let client = HTTPClient()

    @Test("an untrusted certificate is refused before anything is sent")
    func selfSigned() async throws {
        let server = try TLSServer()
        let exchange = await client.perform(server.request()) { true }
        #expect(exchange.failureCode == 60)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.phase == .tls)
    }

    @Test("a certificate signed by the given file is accepted")
    func trusted() async throws {
        let server = try TLSServer()
        let exchange = await client.perform(server.request(trusted: true))
        #expect(exchange.ending == .complete)
        #expect(exchange.status == 200)
        #expect(exchange.bytesSent > 0)
        #expect(String(decoding: exchange.body, as: UTF8.self).contains("s_server"))
    }

    @Test("a trusted certificate for another name is refused before anything is sent")
    func otherName() async throws {
        let server = try TLSServer(name: "DNS:other.example")
        let exchange = await client.perform(server.request(trusted: true))
        #expect(exchange.failureCode == 60)
        #expect(exchange.bytesSent == 0)
    }

    @Test("a request without permission is not sent over TLS either")
    func notAllowed() async throws {
        let server = try TLSServer()
        let exchange = await client.perform(server.request(trusted: true)) { false }
        #expect(exchange.ending == .notAllowed)
        #expect(exchange.bytesSent == 0)
    }

    @Test("a server without TLS receives nothing of the request", arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", ""])
    func plainServer(answer: String) async {
        let server = ScriptedServer(.send(answer))
        let exchange = await client.perform(order(to: server.url(scheme: "https")))
        #expect(exchange.failureCode == 35)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.phase == .tls)
    }

    @Test("a handshake that does not finish times out with nothing sent")
    func handshakeHangs() async {
        let server = ScriptedServer(.hold)
        let exchange = await client.perform(order(to: server.url(scheme: "https"), total: 2000))
        #expect(exchange.ending == .timedOut)
        #expect(exchange.bytesSent == 0)
        #expect(exchange.phase == .tls)
    }
}

extension TLSServer {
    func request(trusted: Bool = false) -> HTTPRequest {
        HTTPRequest(
            url: url, method: .get, limits: HTTPLimits(connectMilliseconds: 30_000, totalMilliseconds: 60_000),
            caFile: trusted ? certificatePath : nil)
    }
}
