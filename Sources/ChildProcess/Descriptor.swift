internal import CLinux
internal import Glibc

/// A file descriptor that is closed with its last reference. It is never one of the standard three, because a child's
/// streams are made by copying over those.
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

    /// An unnamed file that holds `bytes`, positioned at its start.
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

    /// A child process; readable when it has ended.
    convenience init(process: pid_t) throws(ChildProcessError) {
        try self.init(taking: frontpad_pidfd_open(process), what: "process descriptor")
    }

    /// A pipe whose reading end does not block.
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
