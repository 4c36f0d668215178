internal import CSQLite
internal import Glibc

/// Keeps the room of an emptied log on the disk, for the next commits to write into.
///
/// A checkpoint that empties the log cuts its file to nothing, and then each commit makes the file longer again: its
/// sync has to store the file's new size as well, which made a commit 1.7 times as slow (ext4, measured). SQLite's
/// other way of starting a log anew, which leaves the file alone, lets a writer begin it later and without the
/// checkpoint's lock, and that is one half of the WAL-reset bug (<https://sqlite.org/wal.html>). So the log is emptied
/// by TRUNCATE, under all of its locks, but a layer below the file system's `xTruncate` leaves up to ``size`` bytes of
/// the file and gives it a header that is not valid: a log without a valid header is an empty one
/// (<https://sqlite.org/fileformat2.html#walformat>), so what lies behind it is never read again, by whatever program
/// and beside whatever database.
///
/// The header keeps what a reader goes by that may not write the log's index: it takes new salts for a sign that the
/// log began anew meanwhile, so each emptying has salts of its own. And the count of checkpoints is 0, with which the
/// next writer takes random salts instead of the last ones plus one.
///
/// A longer file is shortened only after its new header is on the disk: see `truncate`. A file that stays as long as it
/// is needs no sync: whether the old header or the new one survives a power cut, the database has everything that the
/// WAL holds, and SQLite syncs the next header before the frames behind it.
///
/// Source: <https://sqlite.org/vfs.html>.
enum RetainedWAL {
    /// So much of the file stays. Larger: more commits between two checkpoints go into room that is there; smaller:
    /// less disk and a shorter checkpoint.
    static let size: Int64 = 4 << 20
    /// Source, also of the header's fields: <https://sqlite.org/fileformat2.html#walformat>.
    private static let headerLength = 32
    private static let checkpointCount = 12..<16
    private static let salts = 16..<24
    private static let checksum = 24..<32

    /// The name of the layer for `sqlite3_open_v2`; nil, which means SQLite's own, where it could not be laid.
    static let vfs: String? = register()

    /// Whether a log's file has the header that ``RetainedWAL`` leaves behind, or none. It does no harm to open and close a
    /// log: SQLite's locks are on other files.
    static func isEmpty(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        var sum: UInt64 = 0
        return pread(file, &sum, checksum.count, off_t(checksum.lowerBound)) < checksum.count || sum == 0
    }

    // MARK: - The layer

    private typealias Truncate = @convention(c) (UnsafeMutablePointer<sqlite3_file>?, sqlite3_int64) -> Int32

    // Written once each: at registration, and under `lock` when the first log is opened.
    nonisolated(unsafe) private static var original: UnsafeMutablePointer<sqlite3_vfs>?
    nonisolated(unsafe) private static let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    nonisolated(unsafe) private static var originalMethods: UnsafePointer<sqlite3_io_methods>?
    nonisolated(unsafe) private static var truncate: Truncate?
    private static let lock = Lock()

    private static func register() -> String? {
        // Nobody asks how much memory SQLite uses; counting it takes a lock for every allocation.
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

    /// Puts our truncation in the place of the file's own. All logs have the same methods: others are left alone.
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

    /// - Returns: nil where the file does not begin as a log does.
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
