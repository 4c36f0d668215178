internal import Intake
internal import OrderSync
internal import SQLite
internal import Shop

/// The doctor's checks of the database itself.
struct DatabaseChecks {
    /// The size at which the WAL counts as too large, in bytes. A busy minute does not make the WAL this large, so
    /// checkpoints must have failed.
    private static let largeWAL: Int64 = 64 << 20
    private let console: Console

    init(_ console: Console) { self.console = console }

    /// Checks the content of the database. The version of the schema was already checked when the database was opened.
    func content() throws -> [Finding] {
        let check =
            try console.read { connection in
                try connection.withoutTimeLimit { () throws(SQLiteError) in
                    try connection.scalar("PRAGMA quick_check(1)", as: String.self)
                }
            } ?? "nothing"
        guard check == "ok" else {
            return [
                .bad(
                    "database",
                    "it is damaged (\(check)); \(QueueDatabaseError.restoreSteps(path: console.location.path))")
            ]
        }
        return [.good("database", "\(console.location.path), up to date and undamaged")]
    }

    func generation() throws -> [Finding] {
        if let pause = try console.read({ try SendingPause.read(on: $0) }) {
            return [.bad("generation", pause.explanation.en)]
        }
        let generation = Generation(databasePath: console.location.path)
        let verdict = try console.read { try generation.verdict(on: $0) }
        guard verdict == .unbound else { return [.good("generation", "this is the original, not a copy")] }
        return [
            .bad(
                "generation",
                "nothing can be sent, because \(console.location.path)-generation cannot be written: check the owner and "
                    + "mode of its folder")
        ]
    }

    /// Checks whether SQLite has the WAL-reset bug. Source: <https://sqlite.org/wal.html>, "the WAL-reset bug".
    func library() -> [Finding] {
        let version = Database.libraryVersion
        let numbers = version.split(separator: ".").compactMap { Int($0) }
        guard numbers.lexicographicallyPrecedes([3, 51, 3]) else { return [.good("SQLite", version)] }
        return [
            .note(
                "SQLite",
                "\(version) can lose a WAL if a passive checkpoint races with a writer: these programs never run such "
                    + "a checkpoint; other programs that write here must set PRAGMA wal_autocheckpoint=0")
        ]
    }

    func wal() -> [Finding] {
        let size = console.database.walSize
        let words = "\(size >> 10) KiB"
        guard size > DatabaseChecks.largeWAL else { return [.good("WAL", words)] }
        return [
            .bad(
                "WAL",
                "\(words): no worker is running to checkpoint it, or a program keeps a read transaction open; "
                    + "fuser \(console.location.path) shows which programs use the database")
        ]
    }
}
