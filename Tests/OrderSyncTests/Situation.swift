import TestSupport
import Testing

/// A failure of the network or of the server during a `new_order` request, with the outcome that the order must have.
struct Situation: Sendable, CustomTestStringConvertible {
    /// One of the four outcomes of a request. A refusal has two cases, because it concerns either the account or the
    /// order.
    enum Outcome: Sendable {
        case accepted, notSent, refusedAccount, refusedOrder, inDoubt

        /// The states of the order and of its job.
        var states: [String] {
            switch self {
            case .accepted: ["sent", "completed"]
            case .notSent: ["new", "scheduled"]
            case .refusedAccount: ["new", "available"]
            case .refusedOrder: ["failed", "discarded"]
            case .inDoubt: ["in_doubt", "discarded"]
            }
        }
    }

    /// The server that listens. It must live as long as the test.
    enum Peer: Sendable {
        case nobody(String)
        case scripted(ScriptedServer, host: String, scheme: String)
        case full(FullServer)
        case tls(TLSServer)

        var url: String {
            switch self {
            case .nobody(let url): url
            case .scripted(let server, let host, let scheme): server.url("/api", scheme: scheme, host: host)
            case .full(let server): "http://127.0.0.1:\(server.port)/api"
            case .tls(let server): server.url
            }
        }
    }

    let testDescription: String
    let outcomes: [Outcome]
    /// The time limit of the request in milliseconds. It is short only if nothing else ends the request.
    let timeout: Int
    let peer: @Sendable () throws -> Peer

    init(
        _ name: String, _ outcomes: Outcome..., timeout: Int = 30_000,
        peer: @escaping @Sendable () throws -> Peer
    ) {
        testDescription = name
        self.outcomes = outcomes
        self.timeout = timeout
        self.peer = peer
    }

    /// - Parameter steps: the steps that the server does with the connection.
    init(
        _ name: String, _ outcomes: Outcome..., host: String = "127.0.0.1", scheme: String = "http",
        steps: ScriptedServer.Step...
    ) {
        testDescription = name
        self.outcomes = outcomes
        timeout = Self.timeout(steps)
        peer = { .scripted(ScriptedServer(steps), host: host, scheme: scheme) }
    }

    /// - Parameter text: the exact bytes of the server's answer to the whole request. The connection ends after it.
    init(_ name: String, _ outcomes: Outcome..., answer text: String, then last: ScriptedServer.Step...) {
        testDescription = name
        self.outcomes = outcomes
        timeout = Self.timeout(last)
        peer = { .scripted(ScriptedServer([.read, .send(text)] + last), host: "127.0.0.1", scheme: "http") }
    }

    private static func timeout(_ steps: [ScriptedServer.Step]) -> Int {
        let waitsForTheClient = steps.contains { step in
            switch step {
            case .hold, .drip: true
            case .read, .send, .sendBytes, .flood, .reset, .perform: false
            }
        }
        return waitsForTheClient ? 3_000 : 30_000
    }
}
