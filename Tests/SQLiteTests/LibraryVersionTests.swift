import Testing

@testable import SQLite

@Suite("The library") struct LibraryVersionTests {
    @Test("is refused before anything is opened if it has no STRICT tables") func old() throws {
        let error = try #require(throws: SQLiteError.self) { try Database.checkLibrary(version: 3_036_000) }
        #expect(error.message == "this machine has SQLite 3.36.0: update it to 3.37 or newer")
        #expect(error.kind == .other)
    }

    @Test("is accepted from 3.37 on", arguments: [Int32(3_037_000), 3_040_001, 3_054_001, 4_000_000]) func new(
        version: Int32
    ) throws {
        try Database.checkLibrary(version: version)
    }

    @Test("of this machine is accepted") func present() throws {
        try Database.checkLibrary()
        #expect(Database.libraryVersion.hasPrefix("3."))
    }
}
