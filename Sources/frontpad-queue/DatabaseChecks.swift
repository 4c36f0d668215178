internal import Intake
internal import OrderSync
internal import SQLite

/// The doctor's looks at the database itself.
struct DatabaseChecks {
    /// From here on a log that does not shrink is a fault and not a busy minute, in bytes.
    private static let largeLog: Int64 = 64 << 20
    private let console: Console

    init(_ console: Console) { self.console = console }

    /// The schema was looked at when the database was opened.
    func content() throws -> [Finding] {
        let check = try console.read { try $0.scalar("PRAGMA quick_check(1)", as: String.self) } ?? "nothing"
        guard check == "ok" else {
            return [
                .bad(
                    "database",
                    "it is damaged (\(check)); stop the workers, keep the file, and restore a backup")
            ]
        }
        return [.good("database", "\(console.location.path), schema up to date, whole")]
    }

    func generation() throws -> [Finding] {
        if let pause = try console.read({ try SendingPause.read(on: $0) }) {
            return [.bad("generation", pause.explanation)]
        }
        let generation = Generation(databasePath: console.location.path)
        let verdict = try console.read { try generation.verdict(on: $0) }
        guard verdict == .unbound else { return [.good("generation", "this is the original, not a copy")] }
        return [
            .bad(
                "generation",
                "nothing can be sent: \(console.location.path)-generation cannot be written; check the owner and mode of "
                    + "its folder")
        ]
    }

    /// Source: <https://sqlite.org/wal.html>, "the WAL-reset bug".
    func library() -> [Finding] {
        let version = Database.libraryVersion
        let numbers = version.split(separator: ".").compactMap { Int($0) }
        guard numbers.lexicographicallyPrecedes([3, 51, 3]) else { return [.good("SQLite", version)] }
        return [
            .note(
                "SQLite",
                "\(version) can lose a log where a passive checkpoint races a writer: our programs never do such a "
                    + "checkpoint; other programs that write here should set PRAGMA wal_autocheckpoint=0")
        ]
    }

    func log() -> [Finding] {
        let size = console.database.walSize
        let words = "\(size >> 10) KiB"
        guard size > DatabaseChecks.largeLog else { return [.good("log", words)] }
        return [
            .bad(
                "log",
                "\(words): no worker copies it back, or a program holds the database open for reading; "
                    + "fuser \(console.location.path) shows who")
        ]
    }
}
