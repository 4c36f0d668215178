internal import CSQLite
internal import Glibc

extension Database {
    /// Why a backup failed.
    public enum BackupError: Error, Sendable, CustomStringConvertible {
        case exists(String)
        case file(path: String, errno: Int32)
        /// The copy is damaged; with the message of `PRAGMA quick_check`.
        case damaged(String)

        public var description: String {
            switch self {
            case .exists(let path): "\(path) exists already; name another file"
            case .file(let path, let errno): "\(path): \(String(cString: strerror(errno)))"
            case .damaged(let words): "the copy is damaged (\(words)): so is the database"
            }
        }
    }

    /// Copies the whole database, as it is at one moment, into one file while others keep writing. The file appears under
    /// its name once it is complete and durable.
    ///
    /// Source: <https://sqlite.org/backup.html>. All pages are copied in one step: a backup in several steps
    /// restarts whenever another process writes between them.
    ///
    /// - Parameters:
    ///   - path: the copy. An existing file is an error.
    ///   - prepare: called with the copy before it is checked, in a transaction of its own.
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
        // Unlike rename, link fails if a file of that name has appeared meanwhile.
        guard link(partial, path) == 0 else {
            throw errno == EEXIST ? BackupError.exists(path) : BackupError.file(path: path, errno: errno)
        }
        let folder = open(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".", O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private func fill(_ path: String, prepare: (Connection) throws -> Void) throws {
        // Uses its own connection, so that other reads of this process do not wait.
        let source = try Connection(path: self.path, flags: SQLITE_OPEN_READWRITE, configuration: configuration)
        try source.execute("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0")
        let copy = try Connection(path: path, flags: SQLITE_OPEN_READWRITE, configuration: configuration)
        guard let backup = sqlite3_backup_init(copy.handle, "main", source.handle, "main") else {
            throw SQLiteError(lastOf: copy.handle, code: sqlite3_errcode(copy.handle), sql: nil)
        }
        sqlite3_backup_step(backup, -1)
        let code = sqlite3_backup_finish(backup)
        guard code == SQLITE_OK else { throw SQLiteError(lastOf: copy.handle, code: code, sql: nil) }
        // Without a WAL everything is in the one file.
        try copy.execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; BEGIN IMMEDIATE")
        try prepare(copy)
        try copy.execute("COMMIT")
        let check = try copy.scalar("PRAGMA quick_check(1)", as: String.self) ?? "nothing"
        guard check == "ok" else { throw BackupError.damaged(check) }
        // Back to WAL mode, as the original: when the copy is restored beside an old WAL, a database that is not in WAL
        // mode would be used in two modes at once. Closing the connection leaves one file.
        try copy.execute("PRAGMA journal_mode=WAL")
    }
}
