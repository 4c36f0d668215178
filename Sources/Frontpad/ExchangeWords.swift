internal import HTTP

// Words for logs and evidence that say how an HTTP exchange ended.

extension HTTPExchange.Ending {
    var words: String {
        switch self {
        case .complete: "the connection ended"
        case .failed(let code, let message): "\(message) (libcurl \(code))"
        case .tooLarge: "the answer was too large"
        case .timedOut: "the time was up"
        case .notAllowed: "it was withdrawn before it left"
        }
    }
}

extension HTTPExchange.Phase {
    var words: String {
        switch self {
        case .resolving: "resolving the name"
        case .connecting: "connecting"
        case .tls: "in the TLS handshake"
        case .sending: "sending"
        case .waiting: "waiting for the answer"
        case .receiving: "receiving the answer"
        case .done: "at the end of the answer"
        }
    }
}
