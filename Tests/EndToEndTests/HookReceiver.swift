import Glibc
import TestSupport

/// A server on 127.0.0.1. It stores every request and answers it with status 200.
final class HookReceiver: Sendable {
    let port: Int
    private let descriptor: CInt
    private let received = Monitor<[String]>([])

    init() throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        port = Int(in_port_t(bigEndian: address.sin_port))
        guard isBound else { throw SandboxProgram.Failure(description: "no port for webhooks") }
        let received = received
        BackgroundThread.start {
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                let request = Self.read(client)
                let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
                _ = send(client, answer, answer.count, CInt(MSG_NOSIGNAL))
                close(client)
                received.withLock { $0.append(request) }
            }
        }
    }

    deinit {
        // This wakes the thread that waits in `accept`.
        shutdown(descriptor, CInt(SHUT_RDWR))
        close(descriptor)
    }

    /// Waits for the next request and returns its head and body.
    func next() throws -> String {
        try received.wait(for: "a request") { $0.isEmpty ? nil : $0.removeFirst() }
    }

    private static func read(_ client: CInt) -> String {
        var bytes: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            // The body is one JSON object, so the last brace ends it.
            if text.contains("\r\n\r\n"), text.hasSuffix("}") { return text }
            let count = recv(client, &portion, portion.count, 0)
            guard count > 0 else { return text }
            bytes += portion[..<count]
        }
    }
}
