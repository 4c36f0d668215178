import SQLite
import TestSupport
import Testing

@Suite("The examples of backups", .ownThread) struct BackupExamples {
    @Test("a backup is a whole, checked copy that is marked as one") func backup() throws {
        let test = try TestDatabase("CREATE TABLE about (what TEXT) STRICT")
        let database = test.database
        let copy = test.folder.path(of: "copy.db")
        // snippet: backup
        try database.backUp(to: copy) { connection in
            // Only the copy is changed here.
            try connection.run("INSERT INTO about (what) VALUES ('a copy')")
        }
        // end snippet
        let words = try Database(path: copy).read { try $0.column("SELECT what FROM about", as: String.self) }
        #expect(words == ["a copy"])
        #expect(throws: Database.BackupError.self) { try database.backUp(to: copy) { _ in } }
    }
}
