internal import Glibc

/// A client's connection. Its calls block, with a time limit. The type can end a connection in every way that a server
/// can.
struct ClientSocket: Sendable {
    let descriptor: CInt

    /// - Parameter secondsOfSilence: the time limit of one read or write, in seconds.
    init(_ descriptor: CInt, secondsOfSilence: Int = 30) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: secondsOfSilence, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    }

    /// Reads the next bytes. The result is empty if the client has closed the connection or has been silent for too
    /// long.
    func read(atMost limit: Int = 64 * 1024) -> ArraySlice<UInt8> {
        var portion = [UInt8](repeating: 0, count: limit)
        while true {
            let count = recv(descriptor, &portion, portion.count, 0)
            if count >= 0 { return portion[..<count] }
            if errno != EINTR { return [] }
        }
    }

    /// Returns the first line of the request without consuming it, so that the server can still reset the connection
    /// with all bytes unread. Returns nil if the line does not arrive in one piece.
    func peekFirstLine() -> String? {
        var portion = [UInt8](repeating: 0, count: 8 * 1024)
        let count = recv(descriptor, &portion, portion.count, CInt(MSG_PEEK))
        guard count > 0, let end = portion[..<count].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return String(decoding: portion[..<end], as: UTF8.self)
    }

    /// - Returns: false if the client did not accept all bytes.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, CInt(MSG_NOSIGNAL))
            }
            if count > 0 { sent += count } else if errno != EINTR { return false }
        }
        return true
    }

    /// - Parameter pausingMilliseconds: the pause between two bytes, or nil to send everything at once.
    /// - Returns: false if the client did not accept all bytes.
    @discardableResult
    func send(_ bytes: [UInt8], pausingMilliseconds: Int?) -> Bool {
        guard let pausingMilliseconds else { return send(bytes) }
        for byte in bytes {
            guard send([byte]) else { return false }
            Pause.sleep(milliseconds: pausingMilliseconds)
        }
        return true
    }

    /// Returns the form in the body of a request without consuming it. The request must arrive in one piece. The form
    /// is empty if there is no body.
    func peekForm() -> FormBody {
        var portion = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &portion, portion.count, CInt(MSG_PEEK))
        let bytes = portion[..<max(0, count)]
        guard let blank = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return FormBody([]) }
        return FormBody(Array(bytes[blank.upperBound...]))
    }

    /// Closes our side of the connection, waits for the client to close its side, and returns whether the client has
    /// read everything. If it has, it answers with a FIN. A process that dies with unread data causes an RST (RFC
    /// 1122, 4.2.2.13).
    func takesAll() -> Bool {
        shutdown(descriptor, CInt(SHUT_WR))
        var byte: UInt8 = 0
        while true {
            let count = recv(descriptor, &byte, 1, 0)
            if count >= 0 { return count == 0 }
            if errno != EINTR { return false }
        }
    }

    /// Whether the client has closed or reset the connection.
    var hasGone: Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, CInt(MSG_PEEK) | CInt(MSG_DONTWAIT))
        return count == 0 || count < 0 && errno != EAGAIN && errno != EINTR
    }

    /// Waits until the client closes the connection or the time is over.
    func waitForEnd(milliseconds: Int) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, CInt(clamping: milliseconds))
    }

    func close() { _ = Glibc.close(descriptor) }

    /// Reads the rest of the request and then closes the connection. Closing it with unread bytes would send a reset,
    /// and the client might lose the answer.
    func closeUnread(atMost limit: Int = 16 << 20) {
        shutdown(descriptor, CInt(SHUT_WR))
        var left = limit
        while left > 0 {
            let count = read().count
            guard count > 0 else { break }
            left -= count
        }
        close()
    }

    /// Ends the connection with an RST. The option SO_LINGER with a time of 0 does this; see socket(7).
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }
}
