internal import JSON

/// An HTTP/1.1 answer. The server closes the connection after it.
struct HTTPAnswer: Sendable {
    var status: Int
    var contentType: String
    var body: [UInt8]

    init(status: Int = 200, contentType: String, body: String) {
        self.status = status
        self.contentType = contentType
        self.body = Array(body.utf8)
    }

    static func json(_ value: JSON, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(status: status, contentType: "application/json; charset=utf-8", body: value.serialized())
    }

    static func html(_ text: String, status: Int = 200) -> HTTPAnswer {
        HTTPAnswer(status: status, contentType: "text/html; charset=utf-8", body: text)
    }

    static func text(_ text: String, status: Int) -> HTTPAnswer {
        HTTPAnswer(status: status, contentType: "text/plain; charset=utf-8", body: text + "\n")
    }

    var head: [UInt8] {
        Array(
            """
            HTTP/1.1 \(status) \(reason)\r
            Content-Type: \(contentType)\r
            Content-Length: \(body.count)\r
            Cache-Control: no-store\r
            X-Content-Type-Options: nosniff\r
            Connection: close\r
            \r

            """.utf8)
    }

    var bytes: [UInt8] { head + body }

    private var reason: String {
        switch status {
        case 200: "OK"
        case 400: "Bad Request"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        default: "Status"
        }
    }
}
