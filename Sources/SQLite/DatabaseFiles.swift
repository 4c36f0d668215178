internal import Glibc
internal import Synchronization

/// The files of an open database. A program may replace, move or delete them meanwhile. The connection then goes on with
/// files that nobody else can find, and notices nothing (<https://sqlite.org/howtocorrupt.html>, "Unlinking or renaming a
/// database file while in use").
public final class DatabaseFiles: Sendable {
    private static let suffixes = ["", "-wal", "-shm"]
    private let path: String
    /// The inode numbers, by suffix. While a file is open its number is not given to another file.
    private let known: Mutex<[String: UInt64]>

    /// The inode number of the database file; nil if it has none.
    public let number: UInt64?

    init(path: String) {
        self.path = path
        number = DatabaseFiles.number(at: path)
        known = Mutex(number.map { ["": $0] } ?? [:])
    }

    /// Whether each name still stands for the file that is open. The WAL and its index count from when they are first
    /// seen: as long as a connection is open, SQLite deletes neither.
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

    /// - Returns: the inode number of the file that a path names; nil if there is none.
    public static func number(at path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }
}
