// The release build compiles this target too, but without the testing library.
#if canImport(Testing)
    import Glibc
    import Testing

    /// A server on 127.0.0.1 that follows a script on every connection. It stores what it has read.
    public final class ScriptedServer: Sendable {
        public enum Step: Sendable {
            /// Reads a whole request: its head, and the body with the length that Content-Length announces.
            case read
            case send(String)
            case sendBytes([UInt8])
            /// Sends a byte every few milliseconds until the client closes the connection.
            case drip
            /// Sends bytes at full speed until the client closes the connection.
            case flood
            /// Waits, without reading, until the client closes the connection.
            case hold
            /// Ends the connection with an RST instead of a FIN. This must be the last step.
            case reset
            case perform(@Sendable () -> Void)
        }

        private struct State: Sendable {
            var received: [[UInt8]] = []
            var finished = 0
            /// The ports of our own connections. Such a connection only shows how far `accept` has come.
            var marks: Set<UInt16> = []
        }

        public let port: Int
        private let listener: CInt
        private let state = Monitor(State())

        public convenience init(_ steps: Step...) { self.init(connections: [steps]) }

        public convenience init(_ steps: [Step]) { self.init(connections: [steps]) }

        /// - Parameter scripts: a script for each connection, in order. The last script serves all further
        ///   connections.
        public init(connections scripts: [[Step]]) {
            (listener, port) = Self.listen()
            // The thread must not retain the server, because releasing the server ends the thread.
            let (listener, state) = (listener, state)
            BackgroundThread.start {
                while true {
                    var peer = sockaddr_in()
                    let connection = Self.withAddress(&peer) { accept(listener, $0, $1) }
                    if connection < 0 { break }
                    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                    let isMark = state.withLock { $0.marks.remove(UInt16(bigEndian: peer.sin_port)) != nil }
                    if isMark {
                        close(connection)
                        continue
                    }
                    let number = state.withLock {
                        $0.received.append([])
                        return $0.received.count - 1
                    }
                    BackgroundThread.start {
                        Connection(descriptor: connection) { bytes in
                            state.withLock { $0.received[number].append(contentsOf: bytes) }
                        }.play(scripts.isEmpty ? [] : scripts[min(number, scripts.count - 1)])
                        state.withLock { $0.finished += 1 }
                    }
                }
                close(listener)
            }
        }

        deinit { shutdown(listener, CInt(SHUT_RDWR)) }

        public func url(_ path: String = "/", scheme: String = "http", host: String = "127.0.0.1") -> String {
            "\(scheme)://\(host):\(port)\(path)"
        }

        /// Waits until all connections have ended, and returns the bytes of each connection.
        ///
        /// A connection can exist before `accept` has returned it. So this method opens a connection of its own. Once
        /// that connection is accepted, all earlier connections are accepted too.
        public func received() -> [[UInt8]] {
            let mark = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            defer { close(mark) }
            var address = Self.loopback(port: 0)
            Self.withAddress(&address) { bind(mark, $0, $1.pointee) }
            Self.withAddress(&address) { getsockname(mark, $0, $1) }
            let number = UInt16(bigEndian: address.sin_port)
            state.withLock { _ = $0.marks.insert(number) }
            var server = Self.loopback(port: port)
            guard Self.withAddress(&server, { connect(mark, $0, $1.pointee) }) == 0,
                state.poll(seconds: Waiting.seconds, until: { $0.marks.contains(number) ? nil : true }) != nil
            else { fatalError("the scripted server accepts nothing") }
            do {
                return try state.wait(
                    for: "the end of all connections", last: { "\($0.finished) of \($0.received.count)" },
                    until: { $0.finished == $0.received.count ? $0.received : nil })
            } catch {
                Issue.record(error)
                return []
            }
        }

        public func text() -> String { String(decoding: received().joined(), as: UTF8.self) }

        /// Returns a port on which no server listens.
        public static func closedPort() -> Int {
            let (listener, port) = listen()
            close(listener)
            return port
        }

        private static func listen() -> (CInt, Int) {
            let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = loopback(port: 0)
            let isReady = withAddress(&address) {
                bind(listener, $0, $1.pointee) == 0 && Glibc.listen(listener, 64) == 0
                    && getsockname(listener, $0, $1) == 0
            }
            guard isReady else { fatalError("no port: \(String(cString: strerror(errno)))") }
            return (listener, Int(UInt16(bigEndian: address.sin_port)))
        }

        private static func loopback(port: Int) -> sockaddr_in {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            address.sin_port = UInt16(port).bigEndian
            return address
        }

        @discardableResult
        private static func withAddress<Result>(
            _ address: inout sockaddr_in,
            _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
        ) -> Result {
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
            }
        }
    }

    /// One connection of a client.
    private struct Connection {
        let descriptor: CInt
        let note: ([UInt8]) -> Void

        func play(_ steps: [ScriptedServer.Step]) {
            defer {
                // Another test may have started a program at a bad moment. Such a program holds a copy of the
                // descriptor, so close alone would not end the connection.
                shutdown(descriptor, CInt(SHUT_RDWR))
                close(descriptor)
            }
            for step in steps {
                switch step {
                case .read: readRequest()
                case .send(let text): _ = send(Array(text.utf8))
                case .sendBytes(let bytes): _ = send(bytes)
                case .drip: while send([UInt8(ascii: "x")]), !clientHasGone(within: 20) {}
                case .flood: while send([UInt8](repeating: UInt8(ascii: "x"), count: 16 * 1024)) {}
                case .hold: _ = clientHasGone(within: 60_000)
                case .reset:
                    // Dissolving the connection sends an RST (connect(2), AF_UNSPEC).
                    var nobody = sockaddr(sa_family: sa_family_t(AF_UNSPEC), sa_data: sockaddr().sa_data)
                    connect(descriptor, &nobody, socklen_t(MemoryLayout<sockaddr>.size))
                case .perform(let body): body()
                }
            }
        }

        private func readRequest() {
            var request: [UInt8] = []
            var portion = [UInt8](repeating: 0, count: 64 * 1024)
            while !isComplete(request) {
                let count = recv(descriptor, &portion, portion.count, 0)
                guard count > 0 else { return }
                request.append(contentsOf: portion[..<count])
                note(Array(portion[..<count]))
            }
        }

        private func isComplete(_ request: [UInt8]) -> Bool {
            guard let blank = request.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
            let head = String(decoding: request[..<blank.lowerBound], as: UTF8.self).lowercased()
            let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }?.dropFirst(16)
            return request.count - blank.upperBound >= length.flatMap { Int($0) } ?? 0
        }

        private func send(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, CInt(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        private func clientHasGone(within milliseconds: CInt) -> Bool {
            // 0x2000 is POLLRDHUP of poll(2). Swift does not import it.
            var waiting = pollfd(fd: descriptor, events: 0x2000, revents: 0)
            return poll(&waiting, 1, milliseconds) != 0
        }
    }
#endif
