import SQLite
import Testing

@Suite("Statement")
struct StatementTests {
    private func first<T: ColumnReadable & Sendable>(_ value: any Bindable, as type: T.Type) throws -> T? {
        let test = try TestDatabase("CREATE TABLE t (v ANY) STRICT")
        return try test.database.write { connection in
            try connection.run("INSERT INTO t VALUES (?)", value)
            return try connection.first("SELECT v FROM t") { row throws(SQLiteError) -> T? in try row.get("v") } ?? nil
        }
    }

    @Test(
        "integers are read back unchanged, up to both ends of their range",
        arguments: [0, -1, .min, .max] as [Int64])
    func integers(value: Int64) throws {
        #expect(try first(value, as: Int64.self) == value)
        #expect(try first(Int(value), as: Int.self) == Int(value))
    }

    @Test("truth values are read back unchanged", arguments: [true, false])
    func booleans(value: Bool) throws {
        #expect(try first(value, as: Bool.self) == value)
    }

    @Test("real numbers are read back unchanged", arguments: [0.1, -1e300, .infinity, .leastNonzeroMagnitude])
    func reals(value: Double) throws {
        #expect(try first(value, as: Double.self) == value)
    }

    @Test(
        "text is read back unchanged: empty, beyond ASCII, with a NUL inside, and long",
        arguments: ["", "a", "Пицца «4 сыра» 🍕", "before\u{0}after", String(repeating: "ж", count: 70_000)])
    func texts(value: String) throws {
        #expect(try first(value, as: String.self) == value)
    }

    @Test("bytes are read back unchanged, also if there are none", arguments: [[], [0], [0xff, 0, 0x80]] as [[UInt8]])
    func blobs(value: [UInt8]) throws {
        #expect(try first(value, as: [UInt8].self) == value)
        #expect(try first(value, as: Value.self) == .blob(value))
    }

    @Test("NULL is nil for an optional type, and an error otherwise")
    func null() throws {
        let nothing: String? = nil
        #expect(try first(nothing, as: String.self) == nil)
        #expect(try first(nothing, as: Int.self) == nil)
        let test = try TestDatabase()
        let error = try #require(throws: SQLiteError.self) {
            try test.database.read { connection in
                _ = try connection.first("SELECT NULL AS v") { row throws(SQLiteError) -> Int in try row.get("v") }
            }
        }
        #expect(error.code == 20)
    }

    @Test("a column of another type is an error and never a silent zero")
    func wrongType() throws {
        #expect(throws: SQLiteError.self) { try first("5", as: Int.self) }
        #expect(throws: SQLiteError.self) { try first(5, as: String.self) }
        #expect(throws: SQLiteError.self) { try first(1.5, as: Int.self) }
        #expect(throws: SQLiteError.self) { try first("text", as: [UInt8].self) }
        #expect(throws: SQLiteError.self) { try first([1] as [UInt8], as: String.self) }
        // An integer can be read as a real number.
        #expect(try first(5, as: Double.self) == 5)
    }

    @Test("a column that the statement does not have is an error that names it")
    func missingColumn() throws {
        let test = try TestDatabase()
        let error = try #require(throws: SQLiteError.self) {
            try test.database.read { connection in
                _ = try connection.first("SELECT 1 AS one") { row throws(SQLiteError) -> Int in try row.get("two") }
            }
        }
        #expect(error.message.contains("two"))
    }

    @Test("too many or too few values for the placeholders are an error", arguments: [0, 1, 3])
    func wrongNumberOfValues(count: Int) throws {
        let test = try TestDatabase()
        let error = try #require(throws: SQLiteError.self) {
            try test.database.read { connection in
                switch count {
                case 0: try connection.run("SELECT ?, ?")
                case 1: try connection.run("SELECT ?, ?", 1)
                default: try connection.run("SELECT ?, ?", 1, 2, 3)
                }
            }
        }
        #expect(error.message == "the statement has 2 placeholders and was given \(count) values")
    }

    @Test("a statement that is used again keeps no values or rows from before")
    func reuse() throws {
        let test = try TestDatabase("CREATE TABLE t (v) ; INSERT INTO t VALUES (1), (2), (3)")
        try test.database.read { connection throws in
            let sql = "SELECT v FROM t WHERE v >= ? ORDER BY v"
            #expect(try connection.scalar(sql, 2, as: Int.self) == 2)
            #expect(try connection.scalar(sql, 9, as: Int.self) == nil)
            #expect(try connection.all(sql, 1) { row throws(SQLiteError) -> Int in try row.get("v") } == [1, 2, 3])
        }
    }

    @Test("the same SQL inside its own rows reads its own rows")
    func nested() throws {
        let test = try TestDatabase("CREATE TABLE t (v); INSERT INTO t VALUES (1), (2), (3)")
        let pairs = try test.database.read { connection in
            var pairs: [[Int]] = []
            let sql = "SELECT v FROM t ORDER BY v"
            try connection.forEach(sql) { outer throws(SQLiteError) in
                try connection.forEach(sql) { inner throws(SQLiteError) in
                    pairs.append([try outer.get("v"), try inner.get("v")])
                }
            }
            return pairs
        }
        #expect(pairs == [[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3], [3, 1], [3, 2], [3, 3]])
    }

    @Test("a statement whose reading an error interrupted can be used again")
    func usableAfterError() throws {
        let test = try TestDatabase("CREATE TABLE t (v); INSERT INTO t VALUES (1), ('two')")
        let sql = "SELECT v FROM t"
        try test.database.read { connection throws in
            for _ in 0..<2 {
                #expect(throws: SQLiteError.self) {
                    try connection.all(sql) { row throws(SQLiteError) -> Int in try row.get("v") }
                }
            }
            #expect(try connection.all(sql) { row throws(SQLiteError) -> Value in try row.get("v") }.count == 2)
        }
    }

    @Test("run returns the number of changed rows, and RETURNING makes all its changes on the first row")
    func changes() throws {
        let test = try TestDatabase("CREATE TABLE t (v); INSERT INTO t VALUES (1), (2), (3)")
        try test.database.write { connection in
            #expect(try connection.run("UPDATE t SET v = v + 10 WHERE v > ?", 1) == 2)
            #expect(try connection.run("UPDATE t SET v = 0 WHERE v > ?", 100) == 0)
            _ = try connection.first("UPDATE t SET v = 7 RETURNING v") { row throws(SQLiteError) -> Int in
                try row.get("v")
            }
            #expect(try connection.scalar("SELECT count(*) FROM t WHERE v = 7", as: Int.self) == 3)
        }
    }

    @Test("the column names have the order of the statement")
    func columnNames() throws {
        let test = try TestDatabase()
        let names = try test.database.read { connection in
            try connection.first("SELECT 1 AS b, 2 AS a, 3 AS c") { row throws(SQLiteError) in row.columnNames }
        }
        #expect(names == ["b", "a", "c"])
    }
}
