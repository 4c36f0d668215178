public import SQLite

/// Why the database of the queue cannot be used. Each description is one line and says what to do.
public enum QueueDatabaseError: Error, Sendable, CustomStringConvertible {
    case noFolder(String)
    case networkFileSystem(path: String, kind: String)
    /// It is the database of another program.
    case foreign(String)
    /// It has an older schema, and this program may not migrate it.
    case olderSchema(String)
    case newerSchema(path: String, NewerSchemaError)
    case sqlite(path: String, SQLiteError)

    /// The exit status for this error, from sysexits: 75 (try again) or 78 (configuration).
    public var exitStatus: Int32 {
        switch self {
        case .noFolder, .networkFileSystem, .foreign, .newerSchema: 78
        case .olderSchema: 75
        case .sqlite(_, let error):
            switch error.kind {
            case .busy, .full, .inputOutput: 75
            case .notPermitted, .notADatabase, .constraint, .other: 78
            }
        }
    }

    public var description: String {
        switch self {
        case .noFolder(let folder):
            "the folder \(folder) does not exist; create it, or name another database with --db or "
                + QueueLocation.environmentVariable
        case .networkFileSystem(let path, let kind):
            "\(path) is on a network file system (\(kind)), where SQLite's locks do not hold; use a local disk"
        case .foreign(let path):
            "\(path) is the database of another program; name another file with --db or "
                + QueueLocation.environmentVariable
        case .olderSchema(let path):
            "\(path) has the schema of an older version; start frontpad-worker or run frontpad-queue status, "
                + "which bring it up to date"
        case .newerSchema(let path, let error): "\(path): \(error)"
        case .sqlite(let path, let error): "\(path): \(QueueDatabaseError.words(for: error))"
        }
    }

    private static func words(for error: SQLiteError) -> String {
        switch error.kind {
        case .busy: "another program holds the database; try again (\(error.message))"
        case .full: "the disk is full; free some space and try again"
        case .notPermitted:
            "the database cannot be opened for writing; check the owner and mode of the file and its folder "
                + "(\(error.message))"
        case .notADatabase: "this is not a SQLite database, or it is damaged (\(error.message))"
        case .inputOutput: "the disk reported an error (\(error.message)); try again, and check the disk"
        case .constraint, .other: error.description
        }
    }
}
