internal import Glibc
public import SQLite

/// Notices that a database is a copy.
///
/// Beside the database lies the witness, a file that is made anew with each order that is sent. The database names the
/// witness and itself by ``FileIdentity``; so a copied database is another file than it says, an old one that was put
/// back in place names an older witness, and a witness that was copied along is another file as well. A witness that was
/// put back by writing into it is still the newer file.
///
/// The next witness is made and synced under a name of its own, then the database commits to it, then it takes the
/// witness's place. A death between the last two leaves it under its first name, where whoever looks next finds it:
/// exactly this lag is no alarm.
///
/// Not to be noticed: a whole file system that goes back in time. Removing the witness by hand says it.
public struct Generation: Sendable {
    private let database: String
    private var witness: String { database + "-generation" }

    public init(databasePath: String) { database = databasePath }

    /// A witness that the database commits to, but that has not taken its place yet.
    public struct Successor: Sendable {
        fileprivate let path: String
    }

    /// The witness could not be made.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let path: String
        public let errno: Int32
        public var description: String { "\(path) cannot be written: \(String(cString: strerror(errno)))" }
    }

    private struct Stored {
        let counter: Int64
        let database: String?
        let witness: String?
        let copiedAt: Int64?
        var isBound: Bool { database != nil || copiedAt != nil }
    }

    /// What the database is.
    public enum Verdict: Sendable, Hashable {
        /// Nothing has been sent from it: it names no witness yet.
        case unbound
        case original
        /// With the reason, as a sentence without its full stop.
        case copy(String)
    }

    /// Looks without changing anything. Inside a write transaction its word is final; outside, another process may be
    /// advancing at this moment, so that only ``Verdict/original`` is.
    public func verdict(on connection: Connection) throws(SQLiteError) -> Verdict {
        let stored = try self.stored(on: connection)
        guard stored.isBound else { return .unbound }
        if stored.copiedAt != nil { return .copy("it is a backup that was put in place") }
        guard FileIdentity(of: database)?.text == stored.database else {
            return .copy("the database file is another one than it was: it was copied, moved or put back")
        }
        if isWitness(witness, stored) { return .original }
        // Between a commit and the renaming after it; and the renaming may happen between these looks.
        if isWitness(pending(stored.counter), stored) || isWitness(witness, stored) { return .original }
        return .copy(
            FileIdentity(of: witness) == nil
                ? "the file \(witness) is missing" : "the database is older than the file \(witness) beside it")
    }

    /// Makes the next witness and commits the database to it, in the caller's transaction. After the commit the caller
    /// calls ``settle(_:)``.
    public func advance(in connection: Connection) throws -> Successor {
        let counter = try stored(on: connection).counter
        // One that a death has left there belongs to the database: it takes its place before the next one is made.
        rename(pending(counter), witness)
        let path = pending(counter + 1)
        try make(path, counter: counter + 1)
        try connection.run(
            "UPDATE generation SET counter = ?, database_file = ?, witness_file = ?, copied_at = NULL",
            counter + 1, FileIdentity(of: database)?.text, FileIdentity(of: path)?.text)
        return Successor(path: path)
    }

    /// Puts the successor in its place. Another process may have done so: then there is nothing to do.
    public func settle(_ successor: Successor) { rename(successor.path, witness) }

    /// Marks a database that was just made by a backup: whoever opens it finds a copy.
    public static func mark(_ connection: Connection, copiedAt: Int64) throws(SQLiteError) {
        try connection.run("UPDATE generation SET database_file = NULL, witness_file = NULL, copied_at = ?", copiedAt)
    }

    // MARK: - The files

    private func pending(_ counter: Int64) -> String { "\(witness).\(counter)" }

    private func isWitness(_ path: String, _ stored: Stored) -> Bool {
        FileIdentity(of: path).map { $0.text == stored.witness } ?? false
    }

    private func stored(on connection: Connection) throws(SQLiteError) -> Stored {
        try connection.first("SELECT counter, database_file, witness_file, copied_at FROM generation") {
            row throws(SQLiteError) in
            Stored(
                counter: try row.get("counter"), database: try row.get("database_file"),
                witness: try row.get("witness_file"), copiedAt: try row.get("copied_at"))
        } ?? Stored(counter: 0, database: nil, witness: nil, copiedAt: nil)
    }

    /// Durable when this returns: the database must not commit to a file that a power failure takes away.
    private func make(_ path: String, counter: Int64) throws(Failure) {
        // Left by a transaction that was not committed.
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
