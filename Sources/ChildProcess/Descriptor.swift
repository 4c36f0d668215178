internal import CLinux
internal import Glibc

/// A file descriptor. It is closed when the last reference to this object is released. Its number is never 0, 1 or 2,
/// because the child's standard streams get these numbers.
final class Descriptor {
    let number: Int32

    private init(taking raw: Int32, what: String) throws(ChildProcessError) {
        guard raw >= 0 else { throw .lacking(what, reason: describe(errno)) }
        guard raw <= STDERR_FILENO else {
            number = raw
            return
        }
        number = fcntl(raw, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        let reason = errno
        Glibc.close(raw)
        guard number >= 0 else { throw .lacking(what, reason: describe(reason)) }
    }

    deinit { Glibc.close(number) }

    /// Makes an unnamed file in memory that contains `bytes`. Its position is at the start.
    convenience init(fileInMemoryWith bytes: [UInt8]) throws(ChildProcessError) {
        try self.init(taking: frontpad_memfd_create("standard input"), what: "file in memory")
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(number, $0.baseAddress.map { $0 + written }, $0.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .lacking("file in memory", reason: describe(errno)) }
            written += count
        }
        lseek(number, 0, SEEK_SET)
    }

    /// Opens a descriptor of a child process. It becomes readable when the process has ended.
    convenience init(process: pid_t) throws(ChildProcessError) {
        try self.init(taking: frontpad_pidfd_open(process), what: "process descriptor")
    }

    /// Makes a pipe with a non-blocking reading end.
    static func pipe() throws(ChildProcessError) -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard frontpad_pipe_cloexec(&ends) == 0 else { throw .lacking("pipe", reason: describe(errno)) }
        let read = Result { () throws(ChildProcessError) in try Descriptor(taking: ends[0], what: "pipe") }
        let write = Result { () throws(ChildProcessError) in try Descriptor(taking: ends[1], what: "pipe") }
        let pipe = (read: try read.get(), write: try write.get())
        _ = fcntl(pipe.read.number, F_SETFL, O_NONBLOCK)
        return pipe
    }
}
