internal import CSQLite

/// The version of the SQLite library that this process has loaded. It may be older than the one that the package was
/// built with.
extension Database {
    /// The version, such as "3.40.1".
    public static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// The first version with `STRICT` tables, 3.37.0. Source: <https://sqlite.org/stricttables.html>.
    static let oldestLibrary: Int32 = 3_037_000

    /// - Parameter version: the version number in SQLite's format, such as 3040001
    ///   (<https://sqlite.org/c3ref/libversion.html>).
    /// - Throws: an ``SQLiteError`` if the library is too old for our schemas.
    static func checkLibrary(version: Int32 = sqlite3_libversion_number()) throws(SQLiteError) {
        guard version < oldestLibrary else { return }
        throw SQLiteError(
            extendedCode: SQLITE_ERROR,
            message: "this machine has SQLite \(version / 1_000_000).\(version / 1000 % 1000).\(version % 1000): "
                + "update it to 3.37 or newer")
    }
}
