import SQLite
import Testing

@Suite("RowDecodable")
struct RowDecodableTests {
    private enum Size: String, CaseIterable, ColumnReadable, Bindable {
        case small
        case extraLarge = "extra_large"
    }

    private struct Shirt: RowDecodable, Equatable {
        let id: Int
        let size: Size
        let colour: String?

        init(id: Int, size: Size, colour: String?) {
            self.id = id
            self.size = size
            self.colour = colour
        }

        init(_ row: Row) throws(SQLiteError) {
            id = try row.get("id")
            size = try row.get("size")
            colour = try row.get("colour")
        }
    }

    private let test: TestDatabase

    init() throws {
        test = try TestDatabase(
            """
            CREATE TABLE shirts (id INTEGER PRIMARY KEY, size TEXT, colour TEXT) STRICT;
            INSERT INTO shirts VALUES (1, 'small', 'red'), (2, 'extra_large', NULL), (3, 'small', 'blue');
            """)
    }

    private func error(_ read: (Connection) throws -> Void) throws -> SQLiteError {
        try #require(throws: SQLiteError.self) { try test.database.read { try read($0) } }
    }

    private func change(_ sql: String, _ values: any Bindable & Sendable...) throws {
        _ = try test.database.write { try $0.run(sql, values: values) }
    }

    @Test("all decodes every row, in the order of the statement")
    func all() throws {
        let shirts = try test.database.read {
            try $0.all("SELECT * FROM shirts WHERE id < ? ORDER BY id DESC", 3, as: Shirt.self)
        }
        #expect(
            shirts == [
                Shirt(id: 2, size: .extraLarge, colour: nil), Shirt(id: 1, size: .small, colour: "red"),
            ])
    }

    @Test("first decodes the first row, and is nil without rows")
    func first() throws {
        try test.database.read { connection throws in
            let shirt: Shirt? = try connection.first("SELECT * FROM shirts ORDER BY id DESC")
            #expect(shirt == Shirt(id: 3, size: .small, colour: "blue"))
            #expect(try connection.first("SELECT * FROM shirts WHERE id = 9", as: Shirt.self) == nil)
        }
    }

    @Test("first runs a statement to its end, so that RETURNING makes all its changes")
    func firstOfChanges() throws {
        try test.database.write { connection in
            _ = try connection.first("UPDATE shirts SET colour = 'grey' RETURNING *", as: Shirt.self)
            #expect(try connection.scalar("SELECT count(*) FROM shirts WHERE colour = 'grey'", as: Int.self) == 3)
        }
    }

    @Test("forEach passes one decoded row at a time")
    func forEach() throws {
        let ids = try test.database.read { connection in
            var ids: [Int] = []
            try connection.forEach("SELECT * FROM shirts WHERE size = ? ORDER BY id", Size.small, as: Shirt.self) {
                shirt throws(SQLiteError) in ids.append(shirt.id)
            }
            return ids
        }
        #expect(ids == [1, 3])
    }

    @Test("column is the first column of every row, and dictionary maps the first column to the second")
    func columns() throws {
        try test.database.read { connection throws in
            #expect(try connection.column("SELECT id FROM shirts ORDER BY id", as: Int.self) == [1, 2, 3])
            #expect(try connection.column("SELECT id FROM shirts WHERE id > 9", as: Int.self) == [])
            let counts: [Size: Int] = try connection.dictionary("SELECT size, count(*) FROM shirts GROUP BY size")
            #expect(counts == [.small: 2, .extraLarge: 1])
        }
    }

    @Test("scalar is the first column of the first row, and nil without a row or if it is NULL")
    func scalar() throws {
        try test.database.read { connection throws in
            #expect(try connection.scalar("SELECT size FROM shirts ORDER BY id DESC", as: Size.self) == .small)
            #expect(try connection.scalar("SELECT size FROM shirts WHERE id = 9", as: Size.self) == nil)
            #expect(try connection.scalar("SELECT colour FROM shirts ORDER BY colour", as: String.self) == nil)
        }
    }

    @Test("an enum of text is bound as its raw value and read back as its case")
    func enums() throws {
        try test.database.write { connection in
            try connection.run("INSERT INTO shirts (id, size) VALUES (4, ?)", Size.extraLarge)
            let nothing: Size? = nil
            try connection.run("INSERT INTO shirts (id, size) VALUES (5, ?)", nothing)
            #expect(try connection.scalar("SELECT size FROM shirts WHERE id = 4", as: String.self) == "extra_large")
            #expect(try connection.scalar("SELECT size FROM shirts WHERE id = 4", as: Size.self) == .extraLarge)
            #expect(try connection.scalar("SELECT size FROM shirts WHERE id = 5", as: Size.self) == nil)
        }
    }

    @Test("a text that is not a case of the enum is an error with the column, the text and the expected values")
    func unknownText() throws {
        try change("UPDATE shirts SET size = 'huge' WHERE id = 2")
        let expected = "the column size holds 'huge', expected one of small, extra_large"
        let all = try error { _ = try $0.all("SELECT * FROM shirts ORDER BY id", as: Shirt.self) }
        #expect(all.message == expected)
        #expect(all.code == 20)
        #expect(all.sql == "SELECT * FROM shirts ORDER BY id")
        #expect(try error { _ = try $0.column("SELECT size FROM shirts", as: Size.self) }.message == expected)
        let scalar = try error { _ = try $0.scalar("SELECT size FROM shirts WHERE id = 2", as: Size.self) }
        #expect(scalar.message == expected)
    }

    @Test("NULL is nil if the enum is optional, and an error otherwise")
    func null() throws {
        try change("UPDATE shirts SET size = NULL WHERE id = 2")
        try test.database.read { connection in
            let sizes = try connection.all("SELECT size FROM shirts ORDER BY id") { row throws(SQLiteError) -> Size? in
                try row.get("size")
            }
            #expect(sizes == [.small, nil, .small])
        }
        let error = try error { _ = try $0.first("SELECT * FROM shirts WHERE id = 2", as: Shirt.self) }
        #expect(error.message == "the column size holds NULL, expected one of small, extra_large")
    }

    @Test("a value of another type is an error that names its type and never the value", arguments: ["secret", "7"])
    func otherType(text: String) throws {
        try change("UPDATE shirts SET colour = ? WHERE id = 1", text)
        let sql = "SELECT colour FROM shirts WHERE id = 1"
        let expected = "the column colour holds TEXT, expected INTEGER"
        #expect(try error { _ = try $0.column(sql, as: Int.self) }.message == expected)
        #expect(try error { _ = try $0.scalar(sql, as: Int.self) }.message == expected)
        let number = try error { _ = try $0.scalar("SELECT id AS size FROM shirts", as: Size.self) }
        #expect(number.message == "the column size holds INTEGER, expected one of small, extra_large")
    }
}
