import Glibc

/// A minimal blocking HTTP client for servers on 127.0.0.1. Each call makes a new connection. The client also shows
/// what a real client library would hide: which bytes arrived, and how the connection ended.
public struct LoopbackClient: Sendable {
    public enum Ending: Sendable, Hashable {
        /// The server ended the connection with a FIN.
        case closed
        /// The server ended the connection with an RST.
        case reset
        /// No more bytes arrived before the time limit.
        case silent
        case refused
    }

    /// Everything that a server sent before the connection ended.
    public struct RawAnswer: Sendable {
        public let bytes: [UInt8]
        public let ending: Ending

        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    public struct Answer: Sendable {
        public let status: Int
        /// The headers, with their names in lower case.
        public let headers: [String: String]
        public let body: [UInt8]

        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let port: Int

    public init(port: Int) {
        self.port = port
    }

    /// Sends one request and returns its whole answer.
    ///
    /// - Throws: `Failure` if no complete HTTP answer arrived.
    public func request(
        _ method: String, _ path: String, body: [UInt8] = [], headers: [(name: String, value: String)] = []
    ) throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        head += "Content-Length: \(body.count)\r\n\r\n"
        let raw = send(Array(head.utf8) + body)
        guard let answer = Answer(raw.bytes) else {
            throw Failure(
                description: "\(method) \(path): no HTTP answer (connection \(raw.ending), \(raw.bytes.count) bytes)"
            )
        }
        return answer
    }

    /// Sends bytes and reads until the server ends the connection or is silent for `seconds`.
    public func send(_ bytes: [UInt8], seconds: Int = 60) -> RawAnswer {
        let descriptor = Self.open(port: port)
        guard descriptor >= 0 else { return RawAnswer(bytes: [], ending: .refused) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + written, $0.count - written, CInt(MSG_NOSIGNAL))
            }
            // The server may have closed the connection already. What it has sent before can still be read.
            guard count > 0 else { break }
            written += count
        }
        var received: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, CInt(seconds * 1000)) > 0 else {
                return RawAnswer(bytes: received, ending: .silent)
            }
            let count = recv(descriptor, &portion, portion.count, 0)
            if count > 0 {
                received.append(contentsOf: portion[..<count])
            } else {
                return RawAnswer(bytes: received, ending: count == 0 ? .closed : .reset)
            }
        }
    }

    /// Opens a connection and returns its socket, or -1 if that fails. The caller closes the socket.
    static func open(port: Int) -> CInt {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return descriptor }
        close(descriptor)
        return -1
    }
}

extension LoopbackClient.Answer {
    /// Parses a complete answer. Its end is given by Content-Length or by the end of the connection.
    init?(_ bytes: [UInt8]) {
        guard let blank = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<blank.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let body = Array(bytes[blank.upperBound...])
        if let length = headers["content-length"].flatMap({ Int($0) }), length != body.count { return nil }
        self.init(status: status, headers: headers, body: body)
    }
}
