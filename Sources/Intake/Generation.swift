internal import Glibc
public import SQLite

/// Detects that a database is a copy.
///
/// Beside the database is a witness, a file that is replaced with each order that is sent. The database stores the
/// ``FileIdentity`` of the witness and of itself. A copied database is not the file that it names. An old database that
/// was put back names an older witness. A witness that was copied along is another file too.
///
/// The next witness is written and synced under a temporary name. Then the database commits to it, and then it replaces
/// the old one. After a crash between the last two steps it still has its temporary name; the next look finds it there
/// and completes the step.
///
/// A snapshot of the whole file system cannot be detected. After restoring one, delete the witness by hand.
public struct Generation: Sendable {
    private let database: String
    private var witness: String { database + "-generation" }

    public init(databasePath: String) { database = databasePath }

    /// The name of the next witness until it replaces the old one.
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
        /// Nothing was ever sent from it, so it names no witness yet.
        case unbound
        case original
        /// With the reason: a sentence without the full stop.
        case copy(String)
    }

    /// Checks without changing anything. Inside a write transaction the result is final. Outside, another process may be
    /// advancing right now, so only ``Verdict/original`` is.
    public func verdict(on connection: Connection) throws(SQLiteError) -> Verdict {
        let stored = try self.stored(on: connection)
        guard stored.isBound else { return .unbound }
        if stored.copiedAt != nil { return .copy("it is a backup that was put in place") }
        guard FileIdentity(of: database)?.text == stored.database else {
            return .copy("the database file is another one than it was: it was copied, moved or put back")
        }
        if isWitness(witness, stored) { return .original }
        // After a commit and before the rename that follows it. The rename may happen between these checks.
        if isWitness(pending(stored.counter), stored) || isWitness(witness, stored) { return .original }
        return .copy(
            FileIdentity(of: witness) == nil
                ? "the file \(witness) is missing" : "the database is older than the file \(witness) beside it")
    }

    /// Writes the next witness and stores its identity in the caller's transaction. Call ``settle(_:)`` after the commit.
    public func advance(in connection: Connection) throws -> Successor {
        let counter = try stored(on: connection).counter
        // A crash may have left a committed witness there: complete its step before writing the next one.
        rename(pending(counter), witness)
        let path = pending(counter + 1)
        try make(path, counter: counter + 1)
        try connection.run(
            "UPDATE generation SET counter = ?, database_file = ?, witness_file = ?, copied_at = NULL",
            counter + 1, FileIdentity(of: database)?.text, FileIdentity(of: path)?.text)
        return Successor(path: path)
    }

    /// Replaces the old witness, unless another process has done it.
    public func settle(_ successor: Successor) { rename(successor.path, witness) }

    /// Marks a fresh backup: every program that opens it finds that it is a copy.
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

    /// The file is durable when this returns: the database must not commit to a file that a power failure can remove.
    private func make(_ path: String, counter: Int64) throws(Failure) {
        // A transaction that was rolled back has left it.
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
        let folder = open(QueueLocation(path: database).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
