import SQLite
import TestSupport
import Testing

@Suite("The examples of migrations", .ownThread) struct MigrationExamples {
    @Test("a series is applied once, and its state can be queried") func series() throws {
        let folder = TemporaryDirectory()
        let database = try Database(path: folder.path(of: "shop.db"))
        let now: Int64 = 1_700_000_000_000
        // snippet: migrations
        let series = MigrationSeries(
            name: "dishes",
            migrations: [
                Migration(
                    version: 1, name: "dishes",
                    sql: "CREATE TABLE dishes (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"),
                Migration(
                    version: 2, name: "prices", sql: "ALTER TABLE dishes ADD COLUMN price INTEGER NOT NULL DEFAULT 0"),
            ])
        if case .newer(let version) = try database.schemaState(of: series) {
            print("version \(version) belongs to a newer program: update this one")
        }
        try database.migrate([series], now: now)
        // end snippet
        #expect(try database.schemaState(of: series) == .current)
        try database.migrate([series], now: now)
        #expect(try database.read { try $0.scalar("SELECT count(*) FROM schema_migrations", as: Int.self) } == 2)
    }
}
