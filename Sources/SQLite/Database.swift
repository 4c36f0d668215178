internal import CSQLite
internal import Glibc
internal import Synchronization

/// A database file in WAL mode at `synchronous=FULL`: one serialized writer and one reader in this process.
///
/// - Every write is a `BEGIN IMMEDIATE` transaction under the writers' lock. A deferred transaction
///   that reads before it writes fails at once beside another writer, whatever its time-out.
/// - Automatic checkpoints are off: a passive checkpoint that races a writer can lose a log on SQLite before 3.51.3
///   (<https://sqlite.org/wal.html>, "the WAL-reset bug"). ``checkpoint(limit:)`` does it under the writers' lock.
/// - A connection must not cross a `fork`, and no other descriptor of the database file may be opened and closed in
///   the process: POSIX locks of the whole process would go (<https://sqlite.org/howtocorrupt.html>).
public final class Database: @unchecked Sendable {
    /// Without links: ``DatabasePath``.
    public let path: String
    /// The files as they were when they were opened.
    public let files: DatabaseFiles
    let configuration: Database.Configuration
    private let writer: Connection
    private let writing = Lock()
    private let turns: WriterLock
    private let writes = Atomic<Int>(0)
    private let commitCount = Atomic<Int>(0)
    /// Of the log, after the last commit of this object. Touched only by the thread that holds `writing`.
    private var pagesBefore: Int?
    private var reader: Connection?
    private let reading = Lock()

    /// - Throws: ``SQLiteError``: the library is older than 3.37, or the file cannot be opened, is not a database, or stays
    ///   locked.
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

    /// A page of the log has a header of 24 bytes. Source: <https://sqlite.org/fileformat2.html#walformat>.
    private var largestWALPages: Int { max(1, Int(configuration.largestWAL) / (4096 + 24)) }

    private func prepareWriter() throws(SQLiteError) {
        // The change to WAL takes an exclusive lock that the busy handler is not asked about.
        if try writer.scalar("PRAGMA journal_mode", as: String.self) != "wal" {
            turns.acquire()
            defer { turns.release() }
            try writer.execute("PRAGMA journal_mode=WAL")
        }
        try writer.execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY")
        // In the place of SQLite's own automatic checkpoint, which is such a hook too.
        writer.countPagesInWAL()
    }

    /// Runs `body` in one write transaction: all of it is durable when this returns, or none of it happened.
    ///
    /// - Throws: what `body` throws, or ``SQLiteError`` of the transaction itself.
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
                // Some errors (a full disk among them) have rolled back already.
                if writer.isInTransaction { _ = try? writer.run("ROLLBACK") }
                throw error
            }
        }
    }

    /// How many write transactions of this object have been committed: each has cost one sync of the disk.
    public var commits: Int { commitCount.load(ordering: .relaxed) }

    /// How many write transactions of this object have begun: one that is in flight is counted already.
    public var begunWrites: Int { writes.load(ordering: .relaxed) }

    /// Runs `body` on one snapshot of the database, on a connection that cannot write. Keep it short: a reader holds
    /// back the checkpoint.
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
        // A reader of a WAL database must be able to write its index file, so it is opened like the writer.
        let flags = configuration.access == .read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        let connection = try Connection(path: path, flags: flags, configuration: configuration)
        try connection.execute("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0")
        // Whichever connection of the process is the last to close would copy the log back.
        leaveWALOnClose(connection)
        reader = connection
        return connection
    }

    private func leaveWALOnClose(_ connection: Connection) {
        guard !configuration.checkpointsOnClose else { return }
        _ = frontpad_sqlite3_db_config_int(connection.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    }

    /// A number that changes with every commit of another connection, this process's other connection included.
    /// About two microseconds. Source: <https://sqlite.org/pragma.html#pragma_data_version>.
    public func dataVersion() throws -> Int64 { try reading.held { try version() } }

    /// As ``dataVersion()``, for a thread that must not wait for a reader of this object.
    ///
    /// - Returns: nil while another thread reads.
    public func dataVersionUnlessBusy() throws -> Int64? { try reading.heldUnlessBusy { try version() } }

    /// Runs with `reading` held.
    private func version() throws -> Int64 {
        let connection = try reader ?? openReader()
        return try connection.scalar("PRAGMA data_version", as: Int64.self) ?? 0
    }

    /// What a checkpoint achieved.
    public enum CheckpointResult: Sendable, Hashable {
        /// The log is empty.
        case truncated
        /// A reader or a foreign writer was in the way: try again later.
        case busy
    }

    /// Copies the log back into the database and empties it, under the writers' lock.
    ///
    /// It waits for readers at most `limit` milliseconds, because writers wait for it meanwhile.
    public func checkpoint(limit: Int = 50) throws -> CheckpointResult {
        try writing.held {
            turns.acquire()
            defer { turns.release() }
            return try emptyWAL(limit: limit)
        }
    }

    /// For who has both locks.
    private func emptyWAL(limit: Int) throws(SQLiteError) -> CheckpointResult {
        sqlite3_busy_timeout(writer.handle, Int32(limit))
        // This replaced the busy handler; nothing below fails without restoring it.
        defer { writer.restoreBusyHandler() }
        let busy = try writer.first("PRAGMA wal_checkpoint(TRUNCATE)") { row throws(SQLiteError) -> Int in
            try row.get("busy")
        }
        return busy == 0 ? .truncated : .busy
    }

    /// After a commit, which stands whatever becomes of this. It is tried whenever the log has grown by another
    /// ``Database/Configuration/largestWAL``: where a reader stays in the way, neither each commit nor each short-lived process
    /// tries in vain.
    private func keepWALSmall() {
        let pages = writer.pagesInWAL
        // What the log held before this object's first commit is not known: about as much.
        let before = pagesBefore ?? max(0, pages - 32)
        guard pages / largestWALPages > before / largestWALPages else {
            pagesBefore = pages
            return
        }
        // What the log holds now is not told before the next commit that changes something.
        if (try? emptyWAL(limit: 10)) == .truncated { writer.pagesInWAL = 0 }
        pagesBefore = writer.pagesInWAL
    }

    /// The size of the log's file in bytes; 0 where there is none, or where all that it held has been copied back.
    public var walSize: Int64 {
        var status = stat()
        guard stat(path + "-wal", &status) == 0, !RetainedWAL.isEmpty(path + "-wal") else { return 0 }
        return Int64(status.st_size)
    }
}
