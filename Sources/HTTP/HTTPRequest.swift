/// One request and its limits.
public struct HTTPRequest: Sendable {
    public enum Method: Sendable { case get, post }

    /// `http://` or `https://`, without a user name.
    public var url: String
    public var method: Method
    /// Names and values must not contain line ends. Host, Content-Length and User-Agent are added.
    public var headers: [(name: String, value: String)]
    /// Sent only with `post`.
    public var body: [UInt8]
    public var limits: HTTPLimits
    /// A PEM file with certificates to trust instead of the system's.
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

/// The limits at which a request is given up.
public struct HTTPLimits: Sendable {
    /// For name lookup, connect and TLS together, in milliseconds.
    public var connectMilliseconds: Int
    /// From the start to the answer's last byte, in milliseconds.
    public var totalMilliseconds: Int
    /// The answer's body, in bytes.
    public var maxBody: Int
    /// The answer's status line and headers, in bytes.
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
