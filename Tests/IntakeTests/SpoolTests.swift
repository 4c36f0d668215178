import Glibc
import Intake
import JobQueue
import SQLite
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

    @Test("opens no link, FIFO or second name of a file, moves them aside, and goes on with the others")
    func foreignFiles() throws {
        try folder.put(document(1), kind: .order, now: 1)
        let victim = shop.location.folder + "/victim"
        Files.write(document(66), to: victim, mode: 0o600)
        symlink(victim, folder.path + "/order-link.json")
        link(victim, folder.path + "/order-second.json")
        mkfifo(folder.path + "/order-fifo.json", 0o600)
        let report = try sweep()
        #expect(report.taken == 1 && report.stuck.isEmpty)
        #expect(Set(report.refused.keys) == ["order-link.json", "order-second.json", "order-fifo.json"])
        #expect(folder.entries().isEmpty)
        #expect(try shop.count("SELECT count(*) FROM orders WHERE id = 66") == 0)
        #expect(Files.read(victim) == document(66))
    }

    @Test("writes nothing through a link that has the name of a folder") func linkedFolders() throws {
        let elsewhere = shop.location.folder + "/elsewhere"
        mkdir(elsewhere, 0o700)
        symlink(elsewhere, folder.path)
        #expect(throws: SpoolFolder.Failure.self) { try folder.put(document(1), kind: .order, now: 1) }
        unlink(folder.path)
        let bad = try folder.put(Array("{".utf8), kind: .order, now: 1)
        symlink(elsewhere, folder.path + "/refused")
        let report = try sweep()
        #expect(report.stuck.count == 1 && access(bad, F_OK) == 0)
        unlink(folder.path + "/refused")
        #expect(try sweep().refused.count == 1)
    }

    @Test("gives a checkout a few of many files") func few() throws {
        for id in 1...5 { try folder.put(document(id), kind: .order, now: Int64(id)) }
        #expect(try SpoolSweep(folder: folder, database: shop.database).run(atMost: 2).taken == 2)
        #expect(folder.entries().count == 3)
    }

    @Test("shows that somebody has just waited for the database in vain") func news() throws {
        let now = QueueClock.system.now()
        #expect(!folder.hasNews(within: 5_000, now: now))
        try folder.put(document(1), kind: .order, now: now)
        #expect(folder.hasNews(within: 60_000, now: QueueClock.system.now()))
        #expect(!folder.hasNews(within: 5_000, now: QueueClock.system.now() + 3_600_000))
        _ = try sweep()
        #expect(!folder.hasNews(within: 60_000, now: QueueClock.system.now()))
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

    /// Writes a file with a modification time, as another program does.
    private func put(_ name: String, _ content: String, seconds: Int, nanoseconds: Int = 0) throws {
        let path = "\(folder.path)/\(name)"
        Files.write(content.utf8, to: path)
        var times = [timespec(tv_sec: seconds, tv_nsec: nanoseconds), timespec(tv_sec: seconds, tv_nsec: nanoseconds)]
        try #require(utimensat(AT_FDCWD, path, &times, 0) == 0)
    }

    private func event(_ event: String, id: Int = 1, status: Int, seq: Int?, day: Int = 1) -> String {
        """
        {"id":\(id),"num":"n\(id)","createdon":"2026-11-0\(day) 12:00:00","status":\(status),"event":"\(event)",
        "event_seq":\(seq.map(String.init) ?? "null"),"products":[]}
        """
    }

    /// The events in the order in which they were stored: "order: event, status".
    private var stored: [String] {
        get throws {
            try shop.database.read {
                try $0.column("SELECT order_id || ': ' || event || ', ' || detail FROM order_events ORDER BY id")
            }
        }
    }

    @Test("takes the files in by their time, to the nanosecond, and then by their names") func byTime() throws {
        try folder.put(document(1), kind: .order, now: 1)
        _ = try sweep()
        try put("order-a.json", event("status", id: 2, status: 1, seq: 1), seconds: 2_000, nanoseconds: 2)
        try put("order-b.json", event("status", id: 3, status: 1, seq: 1), seconds: 2_000, nanoseconds: 1)
        try put("order-z.json", event("status", id: 4, status: 1, seq: 1), seconds: 1_000)
        try put("order-y.json", event("status", id: 5, status: 1, seq: 1), seconds: 1_000)
        #expect(folder.entries().map(\.name) == ["order-y.json", "order-z.json", "order-b.json", "order-a.json"])
        #expect(try sweep().taken == 4)
        #expect(try stored.suffix(4).map { $0.prefix(1) } == ["5", "4", "3", "2"])
    }

    @Test("takes the files of one order in by its events, and its creation first") func byEvents() throws {
        try folder.put(document(9), kind: .order, now: 1)
        _ = try sweep()
        try put("order-1.json", event("status", status: 4, seq: 9), seconds: 1_000)
        try put("order-2.json", event("status", id: 2, status: 1, seq: 3), seconds: 1_001)
        try put("order-3.json", event("status", status: 2, seq: 5), seconds: 1_002)
        try put("order-4.json", event("changed", status: 2, seq: nil), seconds: 1_003)
        try put("order-5.json", event("created", status: 1, seq: nil), seconds: 1_004)
        #expect(try sweep().taken == 5)
        #expect(
            try stored.suffix(5) == [
                "1: created, status 1", "2: status, status 1", "1: status, status 2", "1: status, status 4",
                "1: changed, status 2",
            ])
    }

    @Test("knows the files of an order from those of one that had its id before, and passes over unusable ones")
    func reusedID() throws {
        try folder.put(document(9), kind: .order, now: 1)
        _ = try sweep()
        try put("order-1.json", event("status", status: 2, seq: 7, day: 1), seconds: 1_000)
        try put("order-2.json", "{", seconds: 1_001)
        try put("order-3.json", event("created", status: 1, seq: nil, day: 2), seconds: 1_002)
        let report = try sweep()
        #expect(report.taken == 2)
        #expect(report.refused.keys.sorted() == ["order-2.json"])
        #expect(
            try shop.database.read {
                try $0.column("SELECT incarnation || ' ' || status FROM every_order WHERE order_id = 1 ORDER BY 1")
            } == ["1 2", "2 1"])
    }

    @Test("takes settings in, with the orders that waited for them, and refuses all of a file that has a wrong one")
    func settings() throws {
        try folder.put(Array(event("status", status: 2, seq: 5).utf8), kind: .order, now: 1)
        _ = try sweep()
        #expect(try shop.sendJobs == 0)
        try put(
            "settings-b.json", #"{"frontpadapi_send_status": 2, "frontpadapi_timezone": null}"#, seconds: 2_000_000_000)
        try put("settings-c.json", #"{"frontpadapi_send_status": "two", "frontpadapi_secret": "s"}"#, seconds: 1)
        let report = try sweep()
        #expect(report.taken == 1)
        #expect(report.refused.keys.sorted() == ["settings-c.json"])
        #expect(report.refused["settings-c.json"]?.contains("frontpadapi_send_status") == true)
        #expect(try shop.shell("SELECT key, value FROM settings") == "frontpadapi_send_status|2\n")
        #expect(try shop.sendJobs == 1)
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
