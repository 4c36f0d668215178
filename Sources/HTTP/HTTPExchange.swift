/// Everything that is known about a request after it has ended. The caller draws the conclusions.
public struct HTTPExchange: Sendable {
    public enum Ending: Sendable, Hashable {
        /// The answer is complete, or the server closed the connection at a point where an answer may end. libcurl
        /// also reports this if the headers were cut off, so check that the body makes sense.
        case complete
        /// The request failed. `code` is a `CURLcode` (https://curl.se/libcurl/c/libcurl-errors.html), and `message`
        /// is its text.
        case failed(code: Int32, message: String)
        /// The answer exceeded a size limit of the request. `body` contains the part within the limit.
        case tooLarge
        /// A time limit was reached. `phase` tells in which step.
        case timedOut
        /// `beforeFirstByte` returned false, so nothing was sent.
        case notAllowed
    }

    /// The step at which the exchange ended.
    public enum Phase: Sendable, Hashable {
        case resolving, connecting, tls, sending
        /// The whole request was sent, but no byte of the answer has arrived.
        case waiting
        case receiving
        case done
    }

    /// The number of bytes of the request, head and body, that were passed to the system or to TLS. If it is 0, the
    /// server cannot have read anything. If it is more than 0, the server may or may not have read them.
    public let bytesSent: Int
    /// The status of the final answer, or nil if no status line arrived or only interim ones (1xx).
    public let status: Int?
    /// The bytes of the body that have arrived. The server may have announced more.
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
