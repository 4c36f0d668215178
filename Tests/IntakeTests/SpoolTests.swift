import Glibc
import Intake
import TestSupport
import Testing

@Suite("The spool", .ownThread) struct SpoolTests {
    private let shop: ShopDatabase
    private let folder: SpoolFolder

    init() throws {
        shop = try ShopDatabase()
        folder = SpoolFolder(path: shop.location.spoolFolder)
    }

    private func sweep() throws -> SpoolSweep.Report { try SpoolSweep(folder: folder, database: shop.database).run() }

    private func document(_ id: Int) -> [UInt8] {
        Array(#"{"id":\#(id),"num":"n\#(id)","status":1,"products":[]}"#.utf8)
    }

    @Test("stores the documents in the database and deletes their files") func taken() throws {
        try folder.put(document(1), kind: .order, now: 1)
        try folder.put(Array(#"{"article":"001","product_id":5}"#.utf8), kind: .article, now: 2)
        #expect(folder.entries().count == 2)
        let report = try sweep()
        #expect(report.taken == 2 && report.refused.isEmpty && report.stuck.isEmpty)
        #expect(folder.entries().isEmpty)
        #expect(try shop.count("SELECT count(*) FROM orders WHERE num = 'n1'") == 1)
        #expect(try shop.count("SELECT count(*) FROM articles WHERE article = '001'") == 1)
    }

    @Test("keeps its files from everybody but their owner") func mode() throws {
        let path = try folder.put(document(1), kind: .order, now: 1)
        var status = stat()
        try #require(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        try #require(stat(folder.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    @Test("reads a document twice without harm, as after a crash before its file was deleted") func twice() throws {
        for now: Int64 in [1, 2] { try folder.put(document(7), kind: .order, now: now) }
        #expect(try sweep().taken == 2)
        #expect(try shop.count("SELECT count(*) FROM orders") == 1)
    }

    @Test("moves a file aside that cannot be used, with the reason, and goes on with the others") func refused() throws
    {
        let bad = try folder.put(Array("{".utf8), kind: .order, now: 1)
        try folder.put(Array("[]".utf8), kind: .hook, now: 2)
        try folder.put(Array("{}".utf8), kind: .article, now: 3)
        try folder.put(document(2), kind: .order, now: 4)
        let report = try sweep()
        #expect(report.taken == 1)
        #expect(report.refused.count == 3)
        #expect(folder.refusedCount == 3)
        let name = try #require(bad.split(separator: "/").last.map(String.init))
        let reason = try #require(report.refused[name])
        #expect(reason.contains("JSON"))
        #expect(Files.read("\(folder.path)/refused/\(name).reason") == Array((reason + "\n").utf8))
    }

    @Test("ignores files that are still being written, and foreign names") func foreignNames() throws {
        try folder.put(document(1), kind: .order, now: 1)
        for name in [".order-1.json", "order-1.tmp", "other-1.json", "order"] {
            Files.write(document(9), to: "\(folder.path)/\(name)")
        }
        #expect(try sweep().taken == 1)
        #expect(try shop.count("SELECT count(*) FROM orders") == 1)
    }

    @Test("is empty without its folder") func noFolder() throws {
        #expect(SpoolFolder(path: shop.folder.path(of: "none")).entries().isEmpty)
        #expect(try sweep().taken == 0)
    }

    @Test("keeps the files if the database cannot accept them") func databaseFails() throws {
        try folder.put(document(1), kind: .order, now: 1)
        try shop.shell("CREATE TRIGGER refuse BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'no'); END")
        #expect(throws: (any Error).self) { try sweep() }
        #expect(folder.entries().count == 1)
    }
}
