import SQLite
import TestSupport
import Testing

@Suite("Transaction", .ownThread)
struct TransactionTests {
    private struct Failure: Error {}

    @Test("a transaction that throws writes nothing, and the next one works")
    func rollback() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        #expect(throws: Failure.self) {
            try test.database.write { connection in
                try connection.run("INSERT INTO t VALUES (1)")
                throw Failure()
            }
        }
        #expect(try test.count("t") == 0)
        try test.database.write { _ = try $0.run("INSERT INTO t VALUES (2)") }
        #expect(try test.count("t") == 1)
    }

    @Test("a table that was created in a failed transaction does not exist")
    func schemaRollback() throws {
        let test = try TestDatabase()
        #expect(throws: SQLiteError.self) {
            try test.database.write { try $0.execute("CREATE TABLE t (v); INSERT INTO nowhere VALUES (1)") }
        }
        #expect(try test.shell("SELECT count(*) FROM sqlite_schema") == "0\n")
    }

    @Test("others see nothing of a transaction until it is committed")
    func isolation() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        try test.database.write { connection in
            try connection.run("INSERT INTO t VALUES (1)")
            #expect(try test.count("t") == 0)
            #expect(try test.shell("SELECT count(*) FROM t") == "0\n")
        }
        #expect(try test.shell("SELECT count(*) FROM t") == "1\n")
    }

    @Test("a reader sees one snapshot from its first query to its end")
    func snapshot() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        let sql = "SELECT count(*) FROM t"
        try test.database.read { connection in
            #expect(try connection.scalar(sql, as: Int.self) == 0)
            try test.database.write { _ = try $0.run("INSERT INTO t VALUES (1)") }
            #expect(try connection.scalar(sql, as: Int.self) == 0)
        }
        #expect(try test.count("t") == 1)
    }

    @Test("after a reader throws, the connection can be used again")
    func readerThrows() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        #expect(throws: Failure.self) { try test.database.read { _ in throw Failure() } }
        #expect(try test.count("t") == 0)
    }

    @Test("a savepoint that throws undoes its own changes and no others")
    func savepoint() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        var isUndone = false
        try test.database.write { connection in
            try connection.run("INSERT INTO t VALUES ('before')")
            isUndone = insertAndFail("inside", on: connection)
            try connection.savepoint { _ = try connection.run("INSERT INTO t VALUES ('after')") }
        }
        #expect(try test.shell("SELECT group_concat(v) FROM t") == "before,after\n")
        #expect(isUndone)
    }

    @Test("nested savepoints are undone one by one")
    func nestedSavepoints() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        var isUndone = false
        try test.database.write { connection in
            try connection.savepoint {
                try connection.run("INSERT INTO t VALUES ('outer')")
                isUndone = insertAndFail("inner", on: connection)
            }
        }
        #expect(try test.shell("SELECT group_concat(v) FROM t") == "outer\n")
        #expect(isUndone)
    }

    /// Inserts a value in a savepoint and then throws an error.
    ///
    /// - Returns: whether the savepoint threw the expected error.
    private func insertAndFail(_ value: String, on connection: Connection) -> Bool {
        do {
            try connection.savepoint { () throws -> Void in
                try connection.run("INSERT INTO t VALUES (?)", value)
                throw Failure()
            }
            return false
        } catch {
            return error is Failure
        }
    }

    @Test("an error that rolled back the whole transaction is thrown by a savepoint and by the transaction")
    func rolledBackBySQLite() throws {
        let test = try TestDatabase("CREATE TABLE t (v UNIQUE); INSERT INTO t VALUES (1)")
        let error = try #require(throws: SQLiteError.self) {
            try test.database.write { connection in
                try connection.run("INSERT INTO t VALUES (2)")
                try connection.savepoint { _ = try connection.run("INSERT OR ROLLBACK INTO t VALUES (1)") }
            }
        }
        #expect(error.kind == .constraint)
        #expect(try test.count("t") == 1)
        try test.database.write { _ = try $0.run("INSERT INTO t VALUES (3)") }
        #expect(try test.count("t") == 2)
    }

    @Test("the data version changes with the commits of others and not with reads")
    func dataVersion() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        let before = try test.database.dataVersion()
        _ = try test.count("t")
        #expect(try test.database.dataVersion() == before)
        try test.database.write { _ = try $0.run("INSERT INTO t VALUES (1)") }
        let own = try test.database.dataVersion()
        #expect(own != before)
        try test.shell("INSERT INTO t VALUES (2)")
        #expect(try test.database.dataVersion() != own)
    }
}
