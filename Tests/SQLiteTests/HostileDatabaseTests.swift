import SQLite
import TestSupport
import Testing

@Suite("A crafted database", .ownThread) struct HostileDatabaseTests {
    private let folder = TemporaryDirectory()

    private func open(limit: Int64? = nil) throws -> Database {
        try Database(
            path: folder.path(of: "hostile.db"), configuration: Database.Configuration(statementLimit: limit))
    }

    private func kind(of error: (any Error)?) -> SQLiteError.Kind? { (error as? SQLiteError)?.kind }

    @Test("cannot keep a statement running for ever") func endless() throws {
        let database = try open(limit: 200)
        try database.write {
            try $0.execute(
                """
                CREATE TABLE orders (id INTEGER);
                CREATE TRIGGER endless AFTER INSERT ON orders BEGIN
                    SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n);
                END
                """)
        }
        let error = #expect(throws: SQLiteError.self) {
            try database.write { try $0.run("INSERT INTO orders VALUES (1)") }
        }
        #expect(kind(of: error) == .tooLong)
        // The next statement has its own time limit.
        #expect(try database.read { try $0.scalar("SELECT count(*) FROM orders", as: Int.self) } == 0)
    }

    @Test("that is only large can be checked for longer than a statement may run") func checked() throws {
        let database = try open(limit: 1)
        let count = try database.read { connection in
            try connection.withoutTimeLimit { () throws(SQLiteError) in
                try connection.scalar(
                    """
                    SELECT count(*) FROM
                        (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 300000) SELECT x FROM n)
                    """, as: Int.self)
            }
        }
        #expect(count == 300_000)
    }

    @Test("cannot make a program hold a value of gigabytes") func huge() throws {
        let database = try open()
        try database.write {
            try $0.execute("CREATE VIEW huge AS SELECT zeroblob(900000000) AS value")
        }
        #expect(throws: SQLiteError.self) {
            try database.read { _ = try $0.scalar("SELECT length(value || '') FROM huge", as: Int.self) }
        }
    }

    @Test("cannot write SQLite's own tables") func schema() throws {
        let database = try open()
        #expect(throws: SQLiteError.self) {
            try database.write {
                try $0.execute("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'x' WHERE 1")
            }
        }
    }
}
