/// An HTTP/1.1 request. The parser is tolerant: lines may end in LF alone, and unknown headers are ignored.
struct HTTPRequest: Sendable {
    enum Failure: Error, Hashable {
        /// The connection ended in the middle of the request.
        case incomplete
        case malformed
        case headTooLarge
        case bodyTooLarge
        /// The request has a body without `Content-Length`.
        case lengthRequired
    }

    static let maxHeadBytes = 64 << 10
    static let maxBodyBytes = 1 << 20

    let method: String
    let path: String
    /// The part of the address after `?`, still encoded.
    let query: String
    let body: [UInt8]

    /// Returns the method, path and query of a request line, or nil if the line is not a request line.
    static func target(inLine line: some StringProtocol) -> (method: String, path: String, query: String)? {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\r" || $0 == "\r\n" })
        guard words.count >= 2, words[1].hasPrefix("/") else { return nil }
        let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(words[0]), String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }

    static func read(from client: ClientSocket) throws(Failure) -> HTTPRequest {
        var received: [UInt8] = []
        var head: (end: Int, bodyStart: Int)?
        var searched = 0
        while head == nil {
            guard received.count <= maxHeadBytes else { throw .headTooLarge }
            let portion = client.read()
            guard !portion.isEmpty else { throw .incomplete }
            received += portion
            head = blankLine(in: received, from: max(0, searched - 3))
            searched = received.count
        }
        guard let head, head.end <= maxHeadBytes else { throw .headTooLarge }
        let lines = received[..<head.end].split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard let first = lines.first, let target = target(inLine: first) else { throw .malformed }

        var length = 0
        for line in lines.dropFirst() {
            guard let (name, value) = header(in: line) else { continue }
            switch name {
            case "content-length":
                guard let number = Int(value), number >= 0 else { throw .malformed }
                length = number
            case "transfer-encoding" where value.lowercased() != "identity": throw .lengthRequired
            case "expect" where value.lowercased() == "100-continue":
                client.send("HTTP/1.1 100 Continue\r\n\r\n".utf8)
            default: break
            }
        }
        guard length <= maxBodyBytes else { throw .bodyTooLarge }
        var body = Array(received[head.bodyStart...].prefix(length))
        while body.count < length {
            let portion = client.read(atMost: length - body.count)
            guard !portion.isEmpty else { throw .incomplete }
            body += portion
        }
        return HTTPRequest(method: target.method, path: target.path, query: target.query, body: body)
    }

    private static func blankLine(in bytes: [UInt8], from start: Int) -> (end: Int, bodyStart: Int)? {
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") {
                if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { return (index, index + 2) }
                if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "\r"),
                    bytes[index + 2] == UInt8(ascii: "\n")
                {
                    return (index, index + 3)
                }
            }
            index += 1
        }
        return nil
    }

    private static func header(in line: String) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let value = line[line.index(after: colon)...]
        return (line[..<colon].lowercased(), value.trimmingSpace)
    }
}

extension StringProtocol {
    /// The text without spaces, tabs and line ends on both sides.
    var trimmingSpace: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(start[...last])
    }
}
