internal import CCurl
internal import Threads

/// Sends each request once, over HTTP/1.1 and a new connection. The client follows no redirects, never repeats a
/// request, and answers no authentication challenges.
public struct HTTPClient: Sendable {
    /// Performs one request. The rules of ``perform(_:beforeFirstByte:)`` apply.
    public typealias Transport =
        @Sendable (HTTPRequest, _ beforeFirstByte: @escaping @Sendable () -> Bool) async -> HTTPExchange

    private let transport: Transport

    /// - Parameter transport: performs the requests. The default is libcurl; a test passes a substitute.
    public init(transport: @escaping Transport = HTTPClient.curl) { self.transport = transport }

    /// Sends one request and waits until it ends.
    ///
    /// Cancelling the task does not stop the request, because its outcome would then be unknown. The request's time
    /// limits also limit the wait.
    ///
    /// - Parameter beforeFirstByte: called at most once, after the connection and TLS are set up and before the first
    ///   byte of the request is sent. If it returns false, nothing is sent and the exchange ends as `.notAllowed`. It
    ///   runs on the request's thread.
    public func perform(
        _ request: HTTPRequest, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> HTTPExchange {
        await transport(request, beforeFirstByte)
    }

    /// Sends a request with libcurl on its own thread.
    @Sendable public static func curl(
        _ request: HTTPRequest, beforeFirstByte: @escaping @Sendable () -> Bool
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
