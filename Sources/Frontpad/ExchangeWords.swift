internal import HTTP

// How an exchange ended, in words for logs and evidence.

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
