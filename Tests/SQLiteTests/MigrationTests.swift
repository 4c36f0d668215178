import SQLite
import TestSupport
import Testing

@Suite("Migrations", .ownThread)
struct MigrationTests {
    private static func series(_ name: String = "shop", _ steps: String...) -> MigrationSeries {
        MigrationSeries(
            name: name,
            migrations: steps.enumerated().map {
                Migration(version: $0.offset + 1, name: "m\($0.offset + 1)", sql: $0.element)
            })
    }

    private let one = series("shop", "CREATE TABLE a (v)")
    private let two = series("shop", "CREATE TABLE a (v)", "CREATE TABLE b (v); INSERT INTO a VALUES ('of b')")

    @Test("each step is applied once, in order, with its name and time")
    func appliedOnce() throws {
        let test = try TestDatabase()
        try test.database.migrate([two], now: 5)
        try test.database.migrate([two], now: 9)
        #expect(try test.count("a") == 1)
        let rows = try test.shell("SELECT series, version, name, applied_at FROM schema_migrations ORDER BY version")
        #expect(rows == "shop|1|m1|5\nshop|2|m2|5\n")
    }

    @Test("the state of a series is missing, older, current or newer")
    func states() throws {
        let test = try TestDatabase()
        #expect(try test.database.schemaState(of: one) == .missing)
        try test.database.migrate([one], now: 0)
        #expect(try test.database.schemaState(of: one) == .current)
        #expect(try test.database.schemaState(of: two) == .older(version: 1))
        #expect(try test.database.schemaState(of: Self.series("other", "")) == .missing)
        try test.database.migrate([two], now: 0)
        #expect(try test.database.schemaState(of: two) == .current)
        #expect(try test.database.schemaState(of: one) == .newer(version: 2))
    }

    @Test("only the missing steps of an older database are applied")
    func upgrade() throws {
        let test = try TestDatabase()
        try test.database.migrate([one], now: 1)
        try test.database.migrate([two], now: 2)
        #expect(try test.shell("SELECT version, applied_at FROM schema_migrations") == "1|1\n2|2\n")
        #expect(try test.count("b") == 0)
    }

    @Test("a failed step undoes the steps before it: no process sees half a schema")
    func failingStep() throws {
        let test = try TestDatabase()
        let broken = Self.series(
            "shop", "CREATE TABLE a (v)", "CREATE TABLE b (v); INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1)"
        )
        #expect(throws: SQLiteError.self) { try test.database.migrate([broken], now: 0) }
        #expect(try test.database.schemaState(of: broken) == .missing)
        #expect(try test.shell("SELECT count(*) FROM sqlite_schema") == "0\n")
        // The corrected program applies the whole migration.
        try test.database.migrate([two], now: 0)
        #expect(try test.count("a") == 1)
    }

    @Test("a database of a newer program is refused in one line before anything is changed")
    func newer() throws {
        let test = try TestDatabase()
        try test.database.migrate([two], now: 0)
        let error = try #require(throws: NewerSchemaError.self) {
            try test.database.migrate([Self.series("other", "CREATE TABLE c (v)"), one], now: 0)
        }
        #expect(error.series == "shop" && error.found == 2 && error.known == 1)
        #expect(!error.description.contains("\n") && error.description.contains("update this program"))
        #expect(try test.database.schemaState(of: Self.series("other", "CREATE TABLE c (v)")) == .missing)
    }

    @Test("several series can share one database")
    func severalSeries() throws {
        let test = try TestDatabase()
        let other = Self.series("other", "CREATE TABLE c (v)")
        try test.database.migrate([one, other], now: 0)
        #expect(try test.database.schemaState(of: one) == .current)
        #expect(try test.database.schemaState(of: other) == .current)
    }

    @Test("a current database is not written to")
    func currentIsNotWritten() throws {
        let test = try TestDatabase()
        try test.database.migrate([two], now: 0)
        let size = test.database.walSize
        try test.database.migrate([two], now: 0)
        #expect(size > 0 && test.database.walSize == size)
    }

    @Test("the version of a step is the number in its file name")
    func fileName() {
        let migration = Migration(fileName: "m0012_orders", bytes: Array("SELECT 'ж'".utf8))
        #expect(migration.version == 12 && migration.name == "m0012_orders" && migration.sql == "SELECT 'ж'")
    }

    @Test("eight programs that open and migrate a new database at once leave one migrated database")
    func concurrent() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "test.db")
        let results = Monitor<[Result<Void, any Error>]>([])
        for _ in 0..<8 {
            BackgroundThread.start { [two] in
                let result = Result { try Database(path: path).migrate([two], now: 0) }
                results.withLock { $0.append(result) }
            }
        }
        let all = try results.wait(for: "the end of 8 threads") { $0.count == 8 ? $0 : nil }
        for result in all { #expect(throws: Never.self) { try result.get() } }
        let rows = try run("sqlite3", [path, "SELECT version FROM schema_migrations; SELECT v FROM a"]).stdout
        #expect(rows == "1\n2\nof b\n")
    }
}
