internal import CSQLite
internal import Glibc

/// Keeps the disk space of an emptied WAL, so that the next commits reuse it.
///
/// A TRUNCATE checkpoint cuts the WAL file to 0 bytes. Each following commit makes the file longer again, and the sync
/// must also store the new length. A commit then takes 1.7 times as long (measured on ext4).
///
/// A RESTART checkpoint would keep the file's length. But then the next writer restarts the WAL later and without the
/// checkpoint's lock, which is one half of the WAL-reset bug (<https://sqlite.org/wal.html>). So we use TRUNCATE,
/// which holds all locks, and replace the file's `xTruncate`. Our version keeps up to ``size`` bytes and writes an
/// invalid header. SQLite treats a WAL without a valid header as empty
/// (<https://sqlite.org/fileformat2.html#walformat>). So no program ever reads the old frames behind the header, even
/// if another database has the same path later.
///
/// A reader that may not write the WAL index recognises a restarted WAL by its new salts, so each emptied WAL gets
/// random salts. The checkpoint count is set to 0, which makes the next writer choose random salts instead of
/// incrementing them.
///
/// A file that is longer than ``size`` is shortened only after its new header is on the disk, see `truncate`. A file
/// that keeps its length needs no sync. After a power cut, it has either the old header or the new one. Both are safe,
/// because the database already contains everything in the WAL, and SQLite syncs the next header before the frames
/// behind it.
///
/// Source: <https://sqlite.org/vfs.html>.
enum RetainedWAL {
    /// How much of the file is kept, in bytes. With a larger size, more commits fit into existing space. With a
    /// smaller one, the WAL takes less disk space and a checkpoint is shorter.
    static let size: Int64 = 4 << 20
    /// The length of the header, in bytes. The source for the header's fields is
    /// <https://sqlite.org/fileformat2.html#walformat>.
    private static let headerLength = 32
    private static let checkpointCount = 12..<16
    private static let salts = 16..<24
    private static let checksum = 24..<32

    /// The name of our VFS for `sqlite3_open_v2`. It is nil if the VFS could not be registered; nil selects SQLite's
    /// default.
    static let vfs: String? = register()

    /// Whether a WAL has no header or the header that ``RetainedWAL`` writes. Opening and closing the WAL file is
    /// safe, because SQLite's locks are on other files.
    static func isEmpty(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        var sum: UInt64 = 0
        return pread(file, &sum, checksum.count, off_t(checksum.lowerBound)) < checksum.count || sum == 0
    }

    // MARK: - The VFS

    private typealias Truncate = @convention(c) (UnsafeMutablePointer<sqlite3_file>?, sqlite3_int64) -> Int32

    // Each variable is written only once: at registration, or under `lock` when the first WAL is opened.
    nonisolated(unsafe) private static var original: UnsafeMutablePointer<sqlite3_vfs>?
    nonisolated(unsafe) private static let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    nonisolated(unsafe) private static var originalMethods: UnsafePointer<sqlite3_io_methods>?
    nonisolated(unsafe) private static var truncate: Truncate?
    private static let lock = Lock()

    private static func register() -> String? {
        // Memory statistics would take a lock for every allocation, and nobody reads them.
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

    /// Replaces a file's `xTruncate`. All WALs have the same methods. A file with other methods is left alone.
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
        // A file system may store the new length before the new header. After a power cut, the file could then have
        // the old header and the new length. SQLite would take it for a valid WAL and copy its old pages over newer
        // ones.
        guard sync(file, SQLITE_SYNC_FULL) == SQLITE_OK else { return truncate(file, 0) }
        return truncate(file, size)
    }

    /// - Returns: the header of an empty WAL, or nil if the file does not begin like a WAL.
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
