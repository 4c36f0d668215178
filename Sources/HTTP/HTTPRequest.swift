/// An HTTP request and its limits.
public struct HTTPRequest: Sendable {
    public enum Method: Sendable { case get, post }

    /// The URL. It begins with `http://` or `https://` and has no user name.
    public var url: String
    public var method: Method
    /// The headers. Names and values must not contain line ends. The client adds Host, Content-Length and User-Agent.
    public var headers: [(name: String, value: String)]
    /// The body. It is sent only with `post`.
    public var body: [UInt8]
    public var limits: HTTPLimits
    /// A PEM file with certificates to trust instead of the system's certificates.
    public var caFile: String?

    public init(
        url: String, method: Method, headers: [(String, String)] = [], body: [UInt8] = [],
        limits: HTTPLimits = HTTPLimits(), caFile: String? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers.map { (name: $0.0, value: $0.1) }
        self.body = body
        self.limits = limits
        self.caFile = caFile
    }
}

/// The limits of a request. A request that exceeds one of them is aborted.
public struct HTTPLimits: Sendable {
    /// The time limit for name lookup, connection and TLS together, in milliseconds.
    public var connectMilliseconds: Int
    /// The time limit from the start to the last byte of the answer, in milliseconds.
    public var totalMilliseconds: Int
    /// The maximum size of the answer's body, in bytes.
    public var maxBody: Int
    /// The maximum size of the answer's status line and headers, in bytes.
    public var maxHeaders: Int

    public init(
        connectMilliseconds: Int = 10_000, totalMilliseconds: Int = 30_000, maxBody: Int = 1 << 20,
        maxHeaders: Int = 64 << 10
    ) {
        self.connectMilliseconds = connectMilliseconds
        self.totalMilliseconds = totalMilliseconds
        self.maxBody = maxBody
        self.maxHeaders = maxHeaders
    }
}
