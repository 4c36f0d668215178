internal import CSQLite
internal import Glibc
internal import Synchronization

/// A database file in WAL mode with `synchronous=FULL`. The object has one connection for writing and one for reading.
///
/// - Every write is a `BEGIN IMMEDIATE` transaction under the writers' lock. A deferred transaction that reads before
///   it writes would fail at once if another connection writes, even with a long time-out.
/// - Automatic checkpoints are off. On SQLite before 3.51.3, a passive checkpoint that races with a writer can lose
///   commits (<https://sqlite.org/wal.html>, "the WAL-reset bug"). ``checkpoint(limit:)`` runs under the writers' lock
///   instead.
/// - A connection must not be used after a `fork`. The process must not open and close the database file by itself.
///   Closing such a descriptor would release all POSIX locks of the process on this file
///   (<https://sqlite.org/howtocorrupt.html>).
public final class Database: @unchecked Sendable {
    /// The absolute path without symbolic links, see ``DatabasePath``.
    public let path: String
    /// The inode numbers of the files that are open. They show whether somebody has replaced a file since.
    public let files: DatabaseFiles
    let configuration: Database.Configuration
    private let writer: Connection
    private let writing = Lock()
    private let turns: WriterLock
    private let writes = Atomic<Int>(0)
    private let commitCount = Atomic<Int>(0)
    /// The number of pages in the WAL after the last commit of this object. Only the thread that holds `writing` uses
    /// it.
    private var pagesBefore: Int?
    private var reader: Connection?
    private let reading = Lock()

    /// - Throws: ``SQLiteError`` if the library is older than 3.37, or if the file cannot be opened, is not a
    ///   database, or stays locked.
    public init(path: String, configuration: Database.Configuration = Database.Configuration()) throws(SQLiteError) {
        try Database.checkLibrary()
        self.path = DatabasePath.resolved(path)
        let path = self.path
        self.configuration = configuration
        turns = WriterLock(
            path: path + "-lock", mode: configuration.fileMode, patienceMilliseconds: configuration.busyTimeout)
        let flags =
            switch configuration.access {
            case .createAndWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .write: SQLITE_OPEN_READWRITE
            case .read: SQLITE_OPEN_READONLY
            }
        writer = try Connection(path: path, flags: flags, configuration: configuration)
        files = DatabaseFiles(path: path)
        if configuration.access == .read {
            try writer.execute("PRAGMA query_only=ON")
            return
        }
        leaveWALOnClose(writer)
        try prepareWriter()
    }

    /// In the WAL, each page has a header of 24 bytes. Source: <https://sqlite.org/fileformat2.html#walformat>.
    private var largestWALPages: Int { max(1, Int(configuration.largestWAL) / (4096 + 24)) }

    private func prepareWriter() throws(SQLiteError) {
        // The switch to WAL mode takes an exclusive lock, and SQLite does not call the busy handler for it.
        if try writer.scalar("PRAGMA journal_mode", as: String.self) != "wal" {
            turns.acquire()
            defer { turns.release() }
            try writer.execute("PRAGMA journal_mode=WAL")
        }
        try writer.execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY")
        // This hook replaces SQLite's automatic checkpoint, because a connection can have only one WAL hook.
        writer.countPagesInWAL()
    }

    /// Runs `body` in one write transaction. When the method returns, all changes are on the disk. If it throws,
    /// nothing was changed.
    ///
    /// - Throws: the error that `body` throws, or an ``SQLiteError`` of the transaction itself.
    public func write<T>(_ body: (Connection) throws -> T) throws -> T {
        try writing.held {
            turns.acquire()
            defer { turns.release() }
            writes.add(1, ordering: .relaxed)
            try writer.run("BEGIN IMMEDIATE")
            do {
                let result = try body(writer)
                try writer.run("COMMIT")
                commitCount.add(1, ordering: .relaxed)
                keepWALSmall()
                return result
            } catch {
                // Some errors, such as a full disk, have already rolled back the transaction.
                if writer.isInTransaction { _ = try? writer.run("ROLLBACK") }
                throw error
            }
        }
    }

    /// How many write transactions this object has committed. Each commit costs one sync of the disk.
    public var commits: Int { commitCount.load(ordering: .relaxed) }

    /// How many write transactions this object has begun. A transaction that is still running counts.
    public var begunWrites: Int { writes.load(ordering: .relaxed) }

    /// Runs `body` on one snapshot of the database. The connection cannot write. Keep `body` short, because an open
    /// reader delays the checkpoint.
    public func read<T>(_ body: (Connection) throws -> T) throws -> T {
        guard configuration.hasReader else {
            return try writing.held {
                try writer.execute("PRAGMA query_only=ON")
                defer { _ = try? writer.execute("PRAGMA query_only=OFF") }
                return try snapshot(of: writer, body)
            }
        }
        return try reading.held { try snapshot(of: try reader ?? openReader(), body) }
    }

    private func snapshot<T>(of connection: Connection, _ body: (Connection) throws -> T) throws -> T {
        try connection.run("BEGIN")
        defer { _ = try? connection.run("COMMIT") }
        return try body(connection)
    }

    private func openReader() throws(SQLiteError) -> Connection {
        // A reader of a WAL database must be able to write the WAL index, so the connection is opened for writing too.
        let flags = configuration.access == .read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        let connection = try Connection(path: path, flags: flags, configuration: configuration)
        try connection.execute("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0")
        // If this connection is the last one to close, it must not run a checkpoint either.
        leaveWALOnClose(connection)
        reader = connection
        return connection
    }

    private func leaveWALOnClose(_ connection: Connection) {
        guard !configuration.checkpointsOnClose else { return }
        _ = frontpad_sqlite3_db_config_int(connection.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    }

    /// A number that changes whenever another connection commits. That includes this object's own write connection.
    /// The call takes about two microseconds. Source: <https://sqlite.org/pragma.html#pragma_data_version>.
    public func dataVersion() throws -> Int64 { try reading.held { try version() } }

    /// Returns ``dataVersion()`` without waiting for another thread that reads through this object.
    ///
    /// - Returns: nil if another thread is reading at this moment.
    public func dataVersionUnlessBusy() throws -> Int64? { try reading.heldUnlessBusy { try version() } }

    /// The caller must hold `reading`.
    private func version() throws -> Int64 {
        let connection = try reader ?? openReader()
        return try connection.scalar("PRAGMA data_version", as: Int64.self) ?? 0
    }

    /// What a checkpoint achieved.
    public enum CheckpointResult: Sendable, Hashable {
        /// The WAL is empty.
        case truncated
        /// A reader, or a writer of another program, blocked the checkpoint. Try again later.
        case busy
    }

    /// Copies the WAL's pages into the database file and empties the WAL. The method holds the writers' lock.
    ///
    /// - Parameter limit: the maximum time to wait for readers, in milliseconds. Writers are blocked during this time.
    public func checkpoint(limit: Int = 50) throws -> CheckpointResult {
        try writing.held {
            turns.acquire()
            defer { turns.release() }
            return try emptyWAL(limit: limit)
        }
    }

    /// The caller must hold `writing` and the writers' lock.
    private func emptyWAL(limit: Int) throws(SQLiteError) -> CheckpointResult {
        sqlite3_busy_timeout(writer.handle, Int32(limit))
        // `sqlite3_busy_timeout` has replaced our busy handler, so restore it on every exit.
        defer { writer.restoreBusyHandler() }
        let busy = try writer.first("PRAGMA wal_checkpoint(TRUNCATE)") { row throws(SQLiteError) -> Int in
            try row.get("busy")
        }
        return busy == 0 ? .truncated : .busy
    }

    /// Runs a checkpoint after a commit if the WAL has grown by another ``Database/Configuration/largestWAL``. If the
    /// checkpoint fails, the commit is still valid. A reader can block the checkpoint for a long time. The next try
    /// comes only after the WAL has grown by the same size again. Otherwise every commit and every short-lived process
    /// would try in vain.
    private func keepWALSmall() {
        let pages = writer.pagesInWAL
        // The size of the WAL before this object's first commit is unknown. Assume that one commit adds up to 32
        // pages.
        let before = pagesBefore ?? max(0, pages - 32)
        guard pages / largestWALPages > before / largestWALPages else {
            pagesBefore = pages
            return
        }
        // SQLite reports the new number of pages only at the next commit that changes something, so reset the counter
        // here.
        if (try? emptyWAL(limit: 10)) == .truncated { writer.pagesInWAL = 0 }
        pagesBefore = writer.pagesInWAL
    }

    /// The size of the WAL file in bytes. It is 0 if there is no file, or if the whole WAL has been copied into the
    /// database.
    public var walSize: Int64 {
        var status = stat()
        guard stat(path + "-wal", &status) == 0, !RetainedWAL.isEmpty(path + "-wal") else { return 0 }
        return Int64(status.st_size)
    }
}
