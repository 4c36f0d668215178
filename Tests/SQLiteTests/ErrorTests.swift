import Glibc
import SQLite
import TestSupport
import Testing

@Suite("SQLiteError", .ownThread)
struct ErrorTests {
    @Test("a refused row's error has the extended code, SQLite's message and the statement, and never the values")
    func constraint() throws {
        let test = try TestDatabase("CREATE TABLE customers (phone TEXT UNIQUE)")
        let sql = "INSERT INTO customers VALUES (?)"
        let error = try #require(throws: SQLiteError.self) {
            try test.database.write { connection in
                try connection.run(sql, "+79123456789")
                try connection.run(sql, "+79123456789")
            }
        }
        #expect(error.extendedCode == 2067 && error.code == 19 && error.kind == .constraint)
        #expect(error.message == "UNIQUE constraint failed: customers.phone")
        #expect(error.sql == sql)
        #expect(
            error.description
                == "SQLite error 2067: UNIQUE constraint failed: customers.phone in «\(sql)»")
        #expect(!"\(error)".contains("7912"))
    }

    @Test("invalid SQL is an error of the program")
    func syntax() throws {
        let test = try TestDatabase()
        let error = try #require(throws: SQLiteError.self) {
            try test.database.read { _ = try $0.run("SELEKT 1") }
        }
        #expect(error.kind == .other && error.code == 1 && error.sql == "SELEKT 1")
        #expect(throws: SQLiteError.self) { try test.database.read { _ = try $0.run("") } }
    }

    @Test("a script is named by its first line")
    func script() throws {
        let test = try TestDatabase()
        let error = try #require(throws: SQLiteError.self) {
            try test.database.write { try $0.execute("CREATE TABLE t (v);\nINSERT INTO u VALUES ('secret')") }
        }
        #expect(error.sql == "CREATE TABLE t (v);")
    }

    @Test("another kind of file is not a database, and stays as it is")
    func garbage() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "garbage.db")
        let bytes = [UInt8](repeating: 0x5a, count: 8192)
        Files.write(bytes, to: path)
        let error = try #require(throws: SQLiteError.self) { try Database(path: path) }
        #expect(error.kind == .notADatabase && error.code == 26)
        #expect(Files.read(path) == bytes)
    }

    @Test("a missing file or folder cannot be opened")
    func missing() throws {
        let folder = TemporaryDirectory()
        for access in [Database.Configuration.Access.write, .read] {
            let error = try #require(throws: SQLiteError.self) {
                try Database(path: folder.path(of: "none.db"), configuration: Database.Configuration(access: access))
            }
            #expect(error.kind == .notPermitted && error.code == 14)
        }
        #expect(!Files.exists(folder.path(of: "none.db")))
        let error = try #require(throws: SQLiteError.self) { try Database(path: folder.path(of: "no/such.db")) }
        #expect(error.kind == .notPermitted)
    }

    @Test("a writer that waits too long for the lock of another gets a busy error")
    func busy() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        let foreign = try test.foreignWriter("INSERT INTO t VALUES (1)")
        let hasty = try Database(path: test.path, configuration: Database.Configuration(busyTimeout: 1))
        let error = try #require(throws: SQLiteError.self) {
            try hasty.write { _ = try $0.run("INSERT INTO t VALUES (2)") }
        }
        #expect(error.kind == .busy && error.code == 5)
        try foreign.release()
        try hasty.write { _ = try $0.run("INSERT INTO t VALUES (3)") }
        #expect(try test.shell("SELECT group_concat(v) FROM t") == "1,3\n")
    }

    @Test("a read-only connection refuses to write")
    func readOnly() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        let reader = try Database(path: test.path, configuration: Database.Configuration(access: .read))
        for database in [test.database, reader] {
            let error = try #require(throws: SQLiteError.self) {
                try database.read { _ = try $0.run("INSERT INTO t VALUES (1)") }
            }
            #expect(error.kind == .notPermitted && error.code == 8)
        }
    }

    @Test(
        "each primary code has one kind, whatever its extension",
        arguments: [
            (5, .busy), (517, .busy), (6, .busy), (15, .busy), (13, .full), (8, .notPermitted), (1032, .notPermitted),
            (14, .notPermitted), (3, .notPermitted), (26, .notADatabase), (11, .notADatabase), (19, .constraint),
            (10, .inputOutput), (266, .inputOutput), (1, .other), (21, .other),
        ] as [(Int32, SQLiteError.Kind)])
    func kinds(code: Int32, kind: SQLiteError.Kind) {
        #expect(SQLiteError(extendedCode: code, message: "").kind == kind)
    }
}
