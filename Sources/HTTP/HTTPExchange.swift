/// All that is known of a request after its end: the evidence from which the caller draws its conclusions.
public struct HTTPExchange: Sendable {
    public enum Ending: Sendable, Hashable {
        /// The server ended its answer, or the connection in a place where an answer may end. A header that is cut
        /// off counts as such a place: only a body that makes sense is an answer.
        case complete
        /// A `CURLcode` (https://curl.se/libcurl/c/libcurl-errors.html) with its text.
        case failed(code: Int32, message: String)
        /// The answer went beyond a limit of the request; `body` holds what is within.
        case tooLarge
        /// A limit of time was reached; `phase` tells which step took it.
        case timedOut
        /// `beforeFirstByte` said no, so that nothing was sent.
        case notAllowed
    }

    /// The step at which the exchange ended.
    public enum Phase: Sendable, Hashable {
        case resolving, connecting, tls, sending
        /// The whole request has left; not a byte of the answer has come.
        case waiting
        case receiving
        case done
    }

    /// Bytes of the request, head and body, handed to the system (or to TLS). Zero if and only if the server cannot
    /// have read any of it; more does not mean that it has.
    public let bytesSent: Int
    /// Of the final answer; nil where no status line came or only an interim one (1xx).
    public let status: Int?
    /// What came of the body, also when more was announced.
    public let body: [UInt8]
    public let ending: Ending
    public let phase: Phase

    public init(bytesSent: Int, status: Int?, body: [UInt8], ending: Ending, phase: Phase) {
        self.bytesSent = bytesSent
        self.status = status
        self.body = body
        self.ending = ending
        self.phase = phase
    }
}
