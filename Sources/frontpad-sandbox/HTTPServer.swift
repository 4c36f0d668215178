internal import Glibc
internal import Threads

/// An HTTP server on 127.0.0.1. Each connection gets its own thread.
struct HTTPServer: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let port: Int
    private let descriptor: CInt

    /// - Parameter wanted: the port to listen on, or 0 for a free one.
    /// - Throws: ``Failure`` if the server cannot listen, for example because the port is in use.
    init(port wanted: Int) throws(Failure) {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw Self.failure("no socket") }
        var yes: CInt = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in.loopback(port: wanted)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        guard bound == 0, listen(listener, 256) == 0 else {
            throw Self.failure("cannot listen on 127.0.0.1:\(wanted)")
        }
        var length = size
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        descriptor = listener
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    /// Accepts connections forever on the calling thread.
    func serve(_ body: @escaping @Sendable (ClientSocket) -> Void) {
        while true {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else {
                // The process may have run out of descriptors, for example. Some become free when other requests end,
                // so wait and try again.
                if errno != EINTR, errno != ECONNABORTED { Pause.sleep(milliseconds: 50) }
                continue
            }
            if !BlockingThread.start({ body(ClientSocket(client)) }) { Glibc.close(client) }
        }
    }

    private static func failure(_ what: String) -> Failure {
        Failure(description: "\(what): \(String(cString: strerror(errno)))")
    }
}

extension sockaddr_in {
    static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
