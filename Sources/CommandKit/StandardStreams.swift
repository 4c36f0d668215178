internal import CLinux
internal import Glibc

/// Standard output, unbuffered.
public enum StandardOutput {
    public static func write(_ text: String) { writeAll(text, to: STDOUT_FILENO) }

    /// The width of the terminal in columns; nil where standard output is no terminal.
    public static var terminalColumns: Int? { columns(of: STDOUT_FILENO) }

    /// The height of the terminal in lines; nil where standard output is no terminal.
    public static var terminalRows: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        let rows = Int(frontpad_terminal_rows(STDOUT_FILENO))
        return rows > 0 ? rows : 24
    }
}

public enum StandardError {
    public static func write(_ text: String) { writeAll(text, to: STDERR_FILENO) }

    public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

private func writeAll(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                // The reader is gone, or the disk is full. There is nowhere to report it.
                return
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}

private func columns(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    let columns = Int(frontpad_terminal_columns(descriptor))
    return columns > 0 ? columns : 80
}
