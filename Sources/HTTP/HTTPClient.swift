internal import CCurl
internal import Threads

/// Sends each request once, over HTTP/1.1 and a fresh connection. It follows no redirect, never repeats a request and
/// answers no authentication challenge.
public struct HTTPClient: Sendable {
    /// Performs one request, under the rules of ``perform(_:beforeFirstByte:)``.
    public typealias Transport =
        @Sendable (HTTPRequest, _ beforeFirstByte: @escaping @Sendable () -> Bool) async -> HTTPExchange

    private let transport: Transport

    /// - Parameter transport: libcurl, unless a test takes its place.
    public init(transport: @escaping Transport = HTTPClient.curl) { self.transport = transport }

    /// Sends one request and waits until it ends.
    ///
    /// Cancelling the task does not end the request, because its outcome would then be unknown. The request's limits
    /// bound the wait.
    ///
    /// - Parameter beforeFirstByte: called at most once, after connect and TLS and before the first byte of the request. If
    ///   it returns false, nothing is sent and the exchange ends as `.notAllowed`. It runs on the request's thread.
    public func perform(
        _ request: HTTPRequest, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> HTTPExchange {
        await transport(request, beforeFirstByte)
    }

    /// Sends the request with libcurl, on a thread of its own.
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
