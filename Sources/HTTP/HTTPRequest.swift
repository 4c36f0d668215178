/// One request: what is sent, and what bounds it.
public struct HTTPRequest: Sendable {
    public enum Method: Sendable { case get, post }

    /// `http://` or `https://`, without a user name.
    public var url: String
    public var method: Method
    /// None of the names and values may contain a line end. Host, Content-Length and User-Agent are added.
    public var headers: [(name: String, value: String)]
    /// Sent with `post` only.
    public var body: [UInt8]
    public var limits: HTTPLimits
    /// A file with the certificates (PEM) that are trusted instead of the system's.
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

/// What a request may take before it is given up.
public struct HTTPLimits: Sendable {
    /// For name, connection and TLS together, in milliseconds.
    public var connectMilliseconds: Int
    /// From the start to the last byte of the answer, in milliseconds.
    public var totalMilliseconds: Int
    /// Bytes of the answer's body.
    public var maxBody: Int
    /// Bytes of the answer's status line and header lines.
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
