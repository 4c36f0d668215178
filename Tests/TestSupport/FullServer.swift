import Glibc

/// A server on 127.0.0.1 with a full queue of connections. A client that connects to it waits without an answer.
public final class FullServer: Sendable {
    public let port: Int
    private let descriptors: [CInt]

    public init() {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var descriptors = [listener]
        let isReady = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, length) == 0, listen(listener, 0) == 0,
                    getsockname(listener, address, &length) == 0
                else { return false }
                // Linux accepts one connection more than the length of the queue. Further connections stay in the
                // middle of the handshake (listen(2), tcp(7)).
                for _ in 0..<4 {
                    let flags = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
                    let client = socket(AF_INET, flags, 0)
                    connect(client, address, length)
                    descriptors.append(client)
                }
                return true
            }
        }
        guard isReady else { fatalError("no port: \(String(cString: strerror(errno)))") }
        self.descriptors = descriptors
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
