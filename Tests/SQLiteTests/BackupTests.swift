import SQLite
import TestSupport
import Testing

@Suite("Backup", .ownThread)
struct BackupTests {
    @Test("a backup is one file with everything committed, and works with a WAL like the original")
    func oneFile() throws {
        let test = try TestDatabase("CREATE TABLE t (v); INSERT INTO t VALUES ('in the log')")
        let folder = TemporaryDirectory()
        let copy = folder.path(of: "copy.db")
        try test.database.backUp(to: copy) { try $0.execute("INSERT INTO t VALUES ('of the copy')") }
        #expect(try run("ls", [folder.path]).stdout == "copy.db\n")
        // These bytes are the versions for writing and reading. The value 2 means WAL mode. Source:
        // <https://sqlite.org/fileformat2.html>.
        #expect(try #require(Files.read(copy))[18...19] == [2, 2])
        #expect(
            try run("sqlite3", [copy, "SELECT v FROM t; PRAGMA journal_mode; PRAGMA integrity_check"]).stdout
                == "in the log\nof the copy\nwal\nok\n")
        #expect(try test.count("t") == 1)
    }

    @Test("a backup does not replace a file")
    func exists() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        #expect(throws: Database.BackupError.self) { try test.database.backUp(to: test.path) { _ in } }
    }
}
