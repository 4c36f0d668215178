internal import Glibc
public import SQLite

/// Detects that a database is a copy of the original.
///
/// A small file, the witness, lies beside the database. For each order that is sent, a new witness replaces the old
/// one. The database stores the ``FileIdentity`` of the witness and of the database file. This reveals a copy in three
/// ways:
/// - A copied database has another identity than the one that it stores.
/// - An old database that was put back stores the identity of an older witness.
/// - A witness that was copied together with the database has a new identity too.
///
/// The witness is replaced in three steps. First, the next witness is written and synced under a temporary name. Then
/// the database commits the identity of the next witness. Last, the next witness is renamed over the old one. After a
/// crash before the rename, the next witness still has its temporary name. ``verdict(on:)`` accepts it there, and the
/// next ``advance(in:)`` completes the rename.
///
/// A restored snapshot of the whole file system cannot be detected. After such a restore, delete the witness by hand.
public struct Generation: Sendable {
    private let database: String
    private var witness: String { database + "-generation" }

    public init(databasePath: String) { database = databasePath }

    /// The next witness under its temporary name, before it replaces the old one.
    public struct Successor: Sendable {
        fileprivate let path: String
    }

    /// The witness could not be written.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let path: String
        public let errno: Int32
        public var description: String { "\(path) cannot be written: \(String(cString: strerror(errno)))" }
    }

    private struct Stored: RowDecodable {
        var counter: Int64 = 0
        var database: String?
        var witness: String?
        var copiedAt: Int64?
        var isBound: Bool { database != nil || copiedAt != nil }

        init() {}

        init(_ row: Row) throws(SQLiteError) {
            counter = try row.get("counter")
            database = try row.get("database_file")
            witness = try row.get("witness_file")
            copiedAt = try row.get("copied_at")
        }
    }

    /// Whether the database is the original.
    public enum Verdict: Sendable, Hashable {
        /// No order was ever sent from this database, so it stores no witness yet.
        case unbound
        case original
        /// The database is a copy. The text is the reason, as a sentence without the full stop.
        case copy(String)
    }

    /// Checks the database without changing anything. Inside a write transaction, every result is reliable. Outside,
    /// only ``Verdict/original`` is reliable, because another process may be replacing the witness at the same moment.
    public func verdict(on connection: Connection) throws(SQLiteError) -> Verdict {
        let stored = try self.stored(on: connection)
        guard stored.isBound else { return .unbound }
        if stored.copiedAt != nil { return .copy("it is a backup that was put in place") }
        guard FileIdentity(of: database)?.text == stored.database else {
            return .copy("the database file is another one than it was: it was copied, moved or put back")
        }
        if isWitness(witness, stored) { return .original }
        // Between the commit and the rename, the next witness has its temporary name. The final name is checked once
        // more, because another process may do the rename between these checks.
        if isWitness(pending(stored.counter), stored) || isWitness(witness, stored) { return .original }
        return .copy(
            FileIdentity(of: witness) == nil
                ? "the file \(witness) is missing" : "the database is older than the file \(witness) beside it")
    }

    /// Writes the next witness and stores its identity in the caller's transaction. The caller calls ``settle(_:)``
    /// after the commit.
    public func advance(in connection: Connection) throws -> Successor {
        let counter = try stored(on: connection).counter
        // After a crash, a committed witness may still have its temporary name. Complete its rename before the next
        // one is written.
        rename(pending(counter), witness)
        let path = pending(counter + 1)
        try make(path, counter: counter + 1)
        try connection.run(
            "UPDATE generation SET counter = ?, database_file = ?, witness_file = ?, copied_at = NULL",
            counter + 1, FileIdentity(of: database)?.text, FileIdentity(of: path)?.text)
        return Successor(path: path)
    }

    /// Replaces the old witness with the new one. If another process has done so already, nothing changes.
    public func settle(_ successor: Successor) { rename(successor.path, witness) }

    /// Marks a fresh backup, so that every program that opens it finds out that it is a copy.
    public static func mark(_ connection: Connection, copiedAt: Int64) throws(SQLiteError) {
        try connection.run("UPDATE generation SET database_file = NULL, witness_file = NULL, copied_at = ?", copiedAt)
    }

    // MARK: - The files

    private func pending(_ counter: Int64) -> String { "\(witness).\(counter)" }

    private func isWitness(_ path: String, _ stored: Stored) -> Bool {
        FileIdentity(of: path).map { $0.text == stored.witness } ?? false
    }

    private func stored(on connection: Connection) throws(SQLiteError) -> Stored {
        try connection.first("SELECT counter, database_file, witness_file, copied_at FROM generation") ?? Stored()
    }

    /// Creates the witness and syncs it to the disk. The database may store the identity of a file only if the file
    /// survives a power failure.
    private func make(_ path: String, counter: Int64) throws(Failure) {
        // Such a file is left over from a transaction that was rolled back.
        unlink(path)
        let mode = FileModes(besides: database).file
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw Failure(path: path, errno: errno) }
        defer { close(file) }
        fchmod(file, mode)
        let text = Array("\(counter)\nThis file tells the queue's database from its copies. Leave it.\n".utf8)
        guard write(file, text, text.count) == text.count, fsync(file) == 0 else {
            let error = errno
            unlink(path)
            throw Failure(path: path, errno: error)
        }
        SideFile.syncFolder(QueueLocation(path: database).folder)
    }
}
