internal import Glibc

/// Writes single lines to standard output and standard error. The sandbox keeps running even if nobody reads them any
/// more.
enum Output {
    static func print(_ line: String) { write(line, to: STDOUT_FILENO) }
    static func log(_ line: String) { write("frontpad-sandbox: " + line, to: STDERR_FILENO) }

    private static func write(_ line: String, to descriptor: CInt) {
        // Write each line with one call, so that the lines of different threads do not mix.
        let bytes = Array((line + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count > 0 { written += count } else if errno != EINTR { return }
        }
    }
}
