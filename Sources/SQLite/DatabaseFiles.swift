internal import Glibc
internal import Synchronization

/// The files of an open database. Another program may replace, move or delete them while the database is open. The
/// connection then continues with files that nobody else can find, and it gets no error
/// (<https://sqlite.org/howtocorrupt.html>, "Unlinking or renaming a database file while in use").
public final class DatabaseFiles: Sendable {
    private static let suffixes = ["", "-wal", "-shm"]
    private let path: String
    /// The inode numbers, by suffix. The system does not give the number of an open file to another file.
    private let known: Mutex<[String: UInt64]>

    /// The inode number of the database file, or nil if there is no file at the path.
    public let number: UInt64?

    init(path: String) {
        self.path = path
        number = DatabaseFiles.number(at: path)
        known = Mutex(number.map { ["": $0] } ?? [:])
    }

    /// Whether each name still refers to the file that is open. The WAL and its index are compared with the first
    /// files that this method saw, because SQLite does not delete them while a connection is open.
    public func areInPlace() -> Bool {
        known.withLock { known in
            DatabaseFiles.suffixes.allSatisfy { suffix in
                let number = DatabaseFiles.number(at: path + suffix)
                guard let before = known[suffix] else {
                    known[suffix] = number
                    return true
                }
                return number == before
            }
        }
    }

    /// - Returns: the inode number of the file at a path, or nil if there is none.
    public static func number(at path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }
}
