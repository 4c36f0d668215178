public import SQLite

/// The reason why the database of the queue cannot be used. Each description is one line and says what to do.
public enum QueueDatabaseError: Error, Sendable, CustomStringConvertible {
    case noFolder(String)
    case networkFileSystem(path: String, kind: String)
    /// The database file does not exist, and this command does not create one.
    case missing(String)
    /// Other users can read the empty file that would become the database.
    case exposed(String)
    /// The file is the database of another program.
    case foreign(String)
    /// The database has an older schema, and this program is not allowed to migrate it.
    case olderSchema(String)
    case newerSchema(path: String, NewerSchemaError)
    /// The database has a trigger that none of our migrations created, or a trigger that somebody has changed. The
    /// trigger would run with every write.
    case foreignTrigger(path: String, name: String)
    case sqlite(path: String, SQLiteError)

    /// The exit status for this error, from sysexits: 66 (no input), 75 (try again) or 78 (configuration).
    public var exitStatus: Int32 {
        switch self {
        case .missing: 66
        case .noFolder, .networkFileSystem, .exposed, .foreign, .newerSchema, .foreignTrigger: 78
        case .olderSchema: 75
        case .sqlite(_, let error):
            switch error.kind {
            case .busy, .full, .inputOutput, .tooLong: 75
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
        case .missing(let path):
            "there is no database \(path): name another with --db or \(QueueLocation.environmentVariable), or start "
                + "frontpad-worker, which creates it"
        case .exposed(let path):
            "\(path) is an empty file of another user that every user can read: delete it, so that it is created anew"
        case .foreign(let path):
            "\(path) is the database of another program; name another file with --db or "
                + QueueLocation.environmentVariable
        case .olderSchema(let path):
            "\(path) has the schema of an older version; start frontpad-worker or run frontpad-queue status, "
                + "which bring it up to date"
        case .newerSchema(let path, let error): "\(path): \(error)"
        case .foreignTrigger(let path, let name):
            "\(path) has a trigger «\(name)» that is not ours, and it would run with every order. If nobody needs it, remove "
                + "it: sqlite3 \(path) 'DROP TRIGGER \"\(name)\"'"
        case .sqlite(let path, let error): "\(path): \(QueueDatabaseError.words(for: error, path: path))"
        }
    }

    /// The steps that replace a damaged database with a backup. The text is the second half of a sentence.
    public static func restoreSteps(path: String) -> String {
        "stop the workers, keep the file (mv \(path) \(path).damaged; mv \(path)-wal \(path).damaged-wal; rm -f \(path)-shm), "
            + "restore a backup (cp -p BACKUP \(path)), start the workers, and run frontpad-queue confirm"
    }

    private static func words(for error: SQLiteError, path: String) -> String {
        switch error.kind {
        case .busy: "another program holds the database; try again (\(error.message))"
        case .full: "the disk is full; free some space and try again"
        case .notPermitted:
            "the database cannot be opened for writing; check the owner and mode of the file and its folder "
                + "(\(error.message))"
        case .notADatabase:
            "this is not a SQLite database, or it is damaged (\(error.message)); \(restoreSteps(path: path))"
        case .tooLong:
            "a statement did not end in time (\(error.message)); if it goes on, run frontpad-queue doctor"
        case .inputOutput: "the disk reported an error (\(error.message)); try again, and check the disk"
        case .constraint, .other: error.description
        }
    }
}
