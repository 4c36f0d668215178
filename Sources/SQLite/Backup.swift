internal import CSQLite
internal import Glibc

extension Database {
    /// Why a backup failed.
    public enum BackupError: Error, Sendable, CustomStringConvertible {
        case exists(String)
        case file(path: String, errno: Int32)
        /// The copy is damaged. The value is the message of `PRAGMA quick_check`.
        case damaged(String)

        public var description: String {
            switch self {
            case .exists(let path): "\(path) exists already; name another file"
            case .file(let path, let errno): "\(path): \(String(cString: strerror(errno)))"
            case .damaged(let words): "the copy is damaged (\(words)): so is the database"
            }
        }
    }

    /// Copies one snapshot of the whole database into one file. Other connections can keep writing. The file gets its
    /// name only when the copy is complete and on the disk.
    ///
    /// All pages are copied in one step, because a backup in several steps restarts whenever another process writes
    /// between two steps. Source: <https://sqlite.org/backup.html>.
    ///
    /// - Parameters:
    ///   - path: the path of the copy. If a file with this path exists, the method throws an error.
    ///   - prepare: a closure that may change the copy before it is checked. It runs in a transaction of the copy.
    /// - Throws: ``BackupError``, ``SQLiteError``.
    public func backUp(to path: String, prepare: (Connection) throws -> Void) throws {
        var status = stat()
        guard stat(path, &status) != 0 else { throw BackupError.exists(path) }
        let partial = path + ".partial"
        unlink(partial)
        let file = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, configuration.fileMode)
        guard file >= 0 else { throw BackupError.file(path: partial, errno: errno) }
        fchmod(file, configuration.fileMode)
        close(file)
        defer { unlink(partial) }
        try fill(partial, prepare: prepare)
        // Unlike `rename`, `link` fails if another program has created a file with this name in the meantime.
        guard link(partial, path) == 0 else {
            throw errno == EEXIST ? BackupError.exists(path) : BackupError.file(path: path, errno: errno)
        }
        SideFile.syncFolder(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
    }

    private func fill(_ path: String, prepare: (Connection) throws -> Void) throws {
        // The check of a large copy takes a long time, so it has no time limit.
        var configuration = configuration
        configuration.statementLimit = nil
        // The backup has its own connection, so other reads of this process do not wait for it.
        let source = try Connection(path: self.path, flags: SQLITE_OPEN_READWRITE, configuration: configuration)
        try source.execute("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0")
        let copy = try Connection(path: path, flags: SQLITE_OPEN_READWRITE, configuration: configuration)
        guard let backup = sqlite3_backup_init(copy.handle, "main", source.handle, "main") else {
            throw SQLiteError(lastOf: copy.handle, code: sqlite3_errcode(copy.handle), sql: nil)
        }
        sqlite3_backup_step(backup, -1)
        let code = sqlite3_backup_finish(backup)
        guard code == SQLITE_OK else { throw SQLiteError(lastOf: copy.handle, code: code, sql: nil) }
        // Without WAL mode, the whole copy is in one file.
        try copy.execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; BEGIN IMMEDIATE")
        try prepare(copy)
        try copy.execute("COMMIT")
        let check = try copy.scalar("PRAGMA quick_check(1)", as: String.self) ?? "nothing"
        guard check == "ok" else { throw BackupError.damaged(check) }
        // The copy gets WAL mode, like the original. Otherwise programs could use it in two modes at once after
        // somebody restores it beside an old WAL. Closing the connection deletes the WAL, so one file remains.
        try copy.execute("PRAGMA journal_mode=WAL")
    }
}
