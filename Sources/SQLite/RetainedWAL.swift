internal import CSQLite
internal import Glibc

/// Keeps the space of an emptied WAL on the disk, so that the next commits write into it.
///
/// A TRUNCATE checkpoint cuts the WAL's file to nothing. Each following commit makes the file longer again, and its sync
/// must store the new length too: a commit took 1.7 times as long (measured on ext4). A RESTART checkpoint would leave
/// the file alone, but a writer then restarts the WAL later and without the checkpoint's lock, which is one half of the
/// WAL-reset bug (<https://sqlite.org/wal.html>). So we use TRUNCATE, under all of its locks, and replace the file's
/// `xTruncate`: it leaves up to ``size`` bytes and writes an invalid header. A WAL without a valid header is empty
/// (<https://sqlite.org/fileformat2.html#walformat>), so no program ever reads the old frames behind it, whatever
/// database stands beside it.
///
/// A reader that may not write the WAL index recognises a restarted WAL by new salts, so each emptied WAL gets random
/// salts. The checkpoint count is 0: with it the next writer chooses random salts instead of counting up.
///
/// A longer file is shortened only after its new header is on the disk: see `truncate`. A file that stays as long as it
/// is needs no sync: whether the old header or the new one survives a power cut, the database has everything that the
/// WAL holds, and SQLite syncs the next header before the frames behind it.
///
/// Source: <https://sqlite.org/vfs.html>.
enum RetainedWAL {
    /// How much of the file is kept, in bytes. Larger: more commits fit into existing space. Smaller: less disk, and a
    /// shorter checkpoint.
    static let size: Int64 = 4 << 20
    /// Source, also for the fields of the header: <https://sqlite.org/fileformat2.html#walformat>.
    private static let headerLength = 32
    private static let checkpointCount = 12..<16
    private static let salts = 16..<24
    private static let checksum = 24..<32

    /// The name of our VFS for `sqlite3_open_v2`; nil, which selects SQLite's default, if it could not be registered.
    static let vfs: String? = register()

    /// Whether a WAL has the header that ``RetainedWAL`` writes, or no header. Opening and closing a WAL is safe: SQLite's
    /// locks are on other files.
    static func isEmpty(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        var sum: UInt64 = 0
        return pread(file, &sum, checksum.count, off_t(checksum.lowerBound)) < checksum.count || sum == 0
    }

    // MARK: - The VFS

    private typealias Truncate = @convention(c) (UnsafeMutablePointer<sqlite3_file>?, sqlite3_int64) -> Int32

    // Each is written once: at registration, or under `lock` when the first WAL is opened.
    nonisolated(unsafe) private static var original: UnsafeMutablePointer<sqlite3_vfs>?
    nonisolated(unsafe) private static let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    nonisolated(unsafe) private static var originalMethods: UnsafePointer<sqlite3_io_methods>?
    nonisolated(unsafe) private static var truncate: Truncate?
    private static let lock = Lock()

    private static func register() -> String? {
        // Memory statistics take a lock for every allocation, and nobody reads them.
        _ = frontpad_sqlite3_config_int(SQLITE_CONFIG_MEMSTATUS, 0)
        guard sqlite3_initialize() == SQLITE_OK, let found = sqlite3_vfs_find(nil) else { return nil }
        original = found
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: found.pointee)
        let name = "retainedwal"
        layer.pointee.zName = UnsafePointer(strdup(name))
        layer.pointee.pNext = nil
        layer.pointee.xOpen = { _, path, file, flags, resultFlags in
            guard let original = RetainedWAL.original, let open = original.pointee.xOpen else { return SQLITE_CANTOPEN }
            let code = open(original, path, file, flags, resultFlags)
            if code == SQLITE_OK, flags & SQLITE_OPEN_WAL != 0, let file { RetainedWAL.cover(file) }
            return code
        }
        return sqlite3_vfs_register(layer, 0) == SQLITE_OK ? name : nil
    }

    /// Replaces the truncation of a file. All WALs share the same methods; a file with other methods is left alone.
    private static func cover(_ file: UnsafeMutablePointer<sqlite3_file>) {
        lock.held {
            guard let own = file.pointee.pMethods else { return }
            if originalMethods == nil {
                methods.initialize(to: own.pointee)
                truncate = own.pointee.xTruncate
                methods.pointee.xTruncate = { RetainedWAL.truncate($0, to: $1) }
                originalMethods = own
            }
            if originalMethods == own { file.pointee.pMethods = UnsafePointer(methods) }
        }
    }

    private static func truncate(_ file: UnsafeMutablePointer<sqlite3_file>?, to length: sqlite3_int64) -> Int32 {
        guard let truncate, let fileSize = methods.pointee.xFileSize, let write = methods.pointee.xWrite,
            let sync = methods.pointee.xSync
        else { return SQLITE_IOERR }
        var present: sqlite3_int64 = 0
        guard length == 0, fileSize(file, &present) == SQLITE_OK, present > headerLength,
            let header = emptied(headerOf: file)
        else { return truncate(file, length) }
        guard write(file, header, Int32(headerLength), 0) == SQLITE_OK else { return truncate(file, 0) }
        guard present > size else { return SQLITE_OK }
        // A file system may store the new length before the new header. After a power cut the old header would then
        // stand before a shortened WAL, which is a valid one, and its old pages would be copied over newer ones.
        guard sync(file, SQLITE_SYNC_FULL) == SQLITE_OK else { return truncate(file, 0) }
        return truncate(file, size)
    }

    /// - Returns: nil if the file does not begin like a WAL.
    private static func emptied(headerOf file: UnsafeMutablePointer<sqlite3_file>?) -> [UInt8]? {
        var header = [UInt8](repeating: 0, count: headerLength)
        guard let read = methods.pointee.xRead, read(file, &header, Int32(headerLength), 0) == SQLITE_OK,
            header.starts(with: [0x37, 0x7f, 0x06, 0x82]) || header.starts(with: [0x37, 0x7f, 0x06, 0x83])
        else { return nil }
        for byte in checkpointCount { header[byte] = 0 }
        for byte in salts { header[byte] = .random(in: .min ... .max) }
        for byte in checksum { header[byte] = 0 }
        return header
    }
}
