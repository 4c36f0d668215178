internal import CLinux
internal import Glibc
internal import Synchronization

/// Standard output, unbuffered.
public enum StandardOutput {
    /// The code of the first write error, or 0 if there was none.
    private static let firstFailure = Atomic<Int32>(0)

    /// Writes a text. If the write fails, ``Program/main()`` reports this at the end of the program.
    public static func write(_ text: String) {
        let failure = writeAll(text, to: STDOUT_FILENO)
        if failure != 0 {
            _ = firstFailure.compareExchange(expected: 0, desired: failure, ordering: .sequentiallyConsistent)
        }
    }

    /// The system's message if some output was lost, otherwise nil. Two errors do not count, because nobody wanted the
    /// output: the reader has gone away (EPIPE), or the program was started without standard output (EBADF).
    static var failure: String? {
        switch firstFailure.load(ordering: .sequentiallyConsistent) {
        case 0, EPIPE, EBADF: nil
        case let code: String(cString: strerror(code))
        }
    }

    /// The width of the terminal in columns, or nil if standard output is not a terminal.
    public static var terminalColumns: Int? { columns(of: STDOUT_FILENO) }

    /// The height of the terminal in lines, or nil if standard output is not a terminal.
    public static var terminalRows: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        let rows = Int(frontpad_terminal_rows(STDOUT_FILENO))
        return rows > 0 ? rows : 24
    }
}

public enum StandardError {
    public static func write(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

    public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// - Returns: the code of the error that stopped the write, or 0 if there was none.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                guard errno == EAGAIN else { return errno }
                // Another process that shares the pipe has made it non-blocking, so wait until there is room.
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&room, 1, -1)
                continue
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        return 0
    }
}

private func columns(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    let columns = Int(frontpad_terminal_columns(descriptor))
    return columns > 0 ? columns : 80
}
