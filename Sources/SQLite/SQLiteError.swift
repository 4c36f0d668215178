internal import CSQLite

/// An error of SQLite, with the statement that caused it.
///
/// The error never contains bound values, because they can be private.
public struct SQLiteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The primary result code, such as 5 (`SQLITE_BUSY`). Source: <https://sqlite.org/rescode.html>.
    public var code: Int32 { extendedCode & 0xff }
    /// The extended result code, such as 517 (`SQLITE_BUSY_SNAPSHOT`).
    public let extendedCode: Int32
    /// SQLite's message.
    public let message: String
    /// The statement with its placeholders.
    public let sql: String?

    public init(extendedCode: Int32, message: String, sql: String? = nil) {
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
    }

    /// A coarse classification. It lets a caller decide whether to wait, give up or ask a person.
    public enum Kind: Sendable, Hashable {
        /// Another connection holds the lock. The same call may succeed later.
        case busy
        /// The disk or a quota is full.
        case full
        /// The file or its folder cannot be written or opened by this user.
        case notPermitted
        /// The file is not an SQLite database, or is damaged.
        case notADatabase
        /// A constraint of the schema refused the row.
        case constraint
        /// The device reported an I/O error.
        case inputOutput
        /// The statement ran longer than ``Database/Configuration/statementLimit``.
        case tooLong
        /// Anything else, usually an error in the program.
        case other
    }

    public var kind: Kind {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
        case SQLITE_FULL: .full
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .notPermitted
        case SQLITE_NOTADB, SQLITE_CORRUPT: .notADatabase
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_IOERR: .inputOutput
        case SQLITE_INTERRUPT: .tooLong
        default: .other
        }
    }

    public var description: String {
        let statement = sql.map { " in «\($0)»" } ?? ""
        return "SQLite error \(extendedCode): \(message)\(statement)"
    }
}
