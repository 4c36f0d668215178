import SQLite
import TestSupport
import Testing

@Suite("The examples of reading rows", .ownThread) struct RowExamples {
    private static let dishes = """
        CREATE TABLE dishes (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER, size TEXT NOT NULL) STRICT;
        INSERT INTO dishes VALUES (1, 'Margherita', 450, 'large'), (2, 'Calzone', NULL, 'small');
        """

    // snippet: decodable
    enum Size: String, CaseIterable, ColumnReadable, Bindable {
        case small, large
    }

    struct Dish: RowDecodable, Equatable {
        let id: Int64
        let name: String
        let price: Int?
        let size: Size

        init(_ row: Row) throws(SQLiteError) {
            id = try row.get("id")
            name = try row.get("name")
            price = try row.get("price")
            size = try row.get("size")
        }
    }
    // end snippet

    @Test("a row decodes itself") func decodable() throws {
        let test = try TestDatabase(Self.dishes)
        let database = test.database
        // snippet: reading
        let large = try database.read { connection in
            try connection.all("SELECT * FROM dishes WHERE size = ? ORDER BY id", Size.large, as: Dish.self)
        }
        let calzone = try database.read { connection in
            try connection.first("SELECT * FROM dishes WHERE name = ?", "Calzone", as: Dish.self)
        }
        // end snippet
        #expect(large.map(\.name) == ["Margherita"])
        #expect(calzone?.price == nil && calzone?.size == .small)
        #expect(try test.count("dishes") == 2)
    }

    @Test("one value, one column and a dictionary need no type of their own") func simple() throws {
        let test = try TestDatabase(Self.dishes)
        let database = test.database
        // snippet: simple
        let (count, names, sizes) = try database.read { connection in
            (
                try connection.scalar("SELECT count(*) FROM dishes", as: Int.self),
                try connection.column("SELECT name FROM dishes ORDER BY name", as: String.self),
                try connection.dictionary("SELECT name, size FROM dishes", as: [String: Size].self)
            )
        }
        // end snippet
        #expect(try test.count("dishes") == count)
        #expect(names == ["Calzone", "Margherita"])
        #expect(sizes == ["Calzone": .small, "Margherita": .large])
    }

    @Test("a word that the program does not know is an error") func unknown() throws {
        let test = try TestDatabase(Self.dishes + "UPDATE dishes SET size = 'huge' WHERE id = 1;")
        #expect(throws: SQLiteError.self) {
            try test.database.read { try $0.all("SELECT * FROM dishes", as: Dish.self) }
        }
    }
}
