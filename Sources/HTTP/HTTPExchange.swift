/// Everything that is known about a request after it ended. The caller draws the conclusions.
public struct HTTPExchange: Sendable {
    public enum Ending: Sendable, Hashable {
        /// The server ended its answer, or it closed the connection where an answer may end. libcurl also reports this
        /// for headers that were cut off, so check that the body makes sense.
        case complete
        /// A `CURLcode` (https://curl.se/libcurl/c/libcurl-errors.html) with its text.
        case failed(code: Int32, message: String)
        /// The answer exceeded a limit of the request. `body` holds the part within the limit.
        case tooLarge
        /// A time limit was reached. `phase` says in which step.
        case timedOut
        /// `beforeFirstByte` returned false: nothing was sent.
        case notAllowed
    }

    /// The step at which the exchange ended.
    public enum Phase: Sendable, Hashable {
        case resolving, connecting, tls, sending
        /// The whole request was sent, and no byte of the answer has arrived.
        case waiting
        case receiving
        case done
    }

    /// The number of request bytes, head and body, handed to the system or to TLS. Zero means that the server cannot
    /// have read anything. More than zero does not mean that it did.
    public let bytesSent: Int
    /// The status of the final answer; nil if no status line came, or only interim ones (1xx).
    public let status: Int?
    /// The bytes of the body that arrived, even if more were announced.
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
