import Frontpad
import TestSupport

/// A client that gets one scripted answer, together with the server that sends the answer.
struct ScriptedLookup {
    static let secret = "s3cr3t/+="

    let server: ScriptedServer
    private let client: FrontpadClient

    init(_ body: String, status: String = "200 OK") {
        self.init([
            .read, .send("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"),
        ])
    }

    init(_ steps: [ScriptedServer.Step], timeout: Int = 30_000) {
        server = ScriptedServer(steps)
        client = FrontpadClient(
            url: server.url("/api/index.php"), secret: Self.secret, timeoutMilliseconds: timeout)
    }

    func ask<Value: Sendable>(
        _ question: (FrontpadClient) async -> LookupOutcome<Value>
    ) async -> LookupOutcome<Value> {
        let outcome = await question(client)
        // The server must live until the request has ended.
        return withExtendedLifetime(server) { outcome }
    }

    var requestLine: String { String(server.text().prefix { $0 != "\r\n" }) }
    var form: String { server.text().split(separator: "\r\n\r\n").last.map(String.init) ?? "" }
}
