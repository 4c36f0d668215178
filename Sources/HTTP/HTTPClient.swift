internal import CCurl
internal import Threads

/// Sends requests over HTTP/1.1, each on a connection of its own: no redirect is followed, nothing is sent twice and
/// no credentials are answered with.
public struct HTTPClient: Sendable {
    public init() {}

    /// Sends one request and waits for its end, on a thread of its own.
    ///
    /// Cancelling the task does not end the request: what has become of it would be unknown. The limits bound it.
    ///
    /// - Parameter beforeFirstByte: asked at most once, when the connection (with TLS) stands and nothing of the
    ///   request has left; false ends the exchange there as `.notAllowed`. It blocks the request's thread.
    public func perform(
        _ request: HTTPRequest, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> HTTPExchange {
        let exchange = await BlockingThread.run {
            Transfer(of: request, beforeFirstByte: beforeFirstByte).run()
        }
        return exchange
            ?? HTTPExchange(
                bytesSent: 0, status: nil, body: [],
                ending: .failed(code: Int32(CURLE_FAILED_INIT.rawValue), message: "the limit of threads is reached"),
                phase: .resolving)
    }
}
