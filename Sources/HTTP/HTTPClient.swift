internal import CCurl
internal import Threads

/// Sends each request once, over HTTP/1.1 and a fresh connection. It follows no redirect, never repeats a request and
/// answers no authentication challenge.
public struct HTTPClient: Sendable {
    public init() {}

    /// Sends one request on a thread of its own and waits until it ends.
    ///
    /// Cancelling the task does not end the request, because its outcome would then be unknown. The request's limits
    /// bound the wait.
    ///
    /// - Parameter beforeFirstByte: called at most once, after connect and TLS and before the first byte of the request. If
    ///   it returns false, nothing is sent and the exchange ends as `.notAllowed`. It runs on the request's thread.
    public func perform(
        _ request: HTTPRequest, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> HTTPExchange {
        let exchange = await BlockingThread.run {
            Transfer(of: request, beforeFirstByte: beforeFirstByte).run()
        }
        return exchange
            ?? HTTPExchange(
                bytesSent: 0, status: nil, body: [],
                ending: .failed(code: Int32(CURLE_FAILED_INIT.rawValue), message: "the thread limit has been reached"),
                phase: .resolving)
    }
}
