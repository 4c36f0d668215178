import Glibc
import JSON
import TestSupport
import Testing

@Suite("frontpad-enqueue article", .ownThread) struct ArticleCommandTests {
    private func catalogue(_ folder: TemporaryDirectory) -> [String] {
        let path = folder.path(of: "catalogue.json")
        Files.write(
            #"[{"article":"PZ-001","name":"Маргарита","price":450},{"article":"002","name":"Уха","price":1}]"#.utf8,
            to: path)
        return ["--catalogue", path, "--no-limits"]
    }

    @Test("answers at once; the job follows, and frontpad-queue lists its result")
    func wholeWay() throws {
        let folder = TemporaryDirectory()
        let bridge = try Bridge(["manager_email": "boss@shop.example"], sandbox: catalogue(folder))
        try bridge.sandbox.control("stops", ["002"])
        let first = try bridge.enqueue(["article", "PZ-001", "--product", "12"])
        #expect(first.status == .exited(0))
        #expect(first.stdout.hasPrefix("PZ-001: not known yet"))
        #expect(try bridge.enqueue(["article", "BAD-1", "--product", "13"]).status == .exited(0))
        try bridge.drain()

        let known = try bridge.enqueue(["article", "PZ-001", "--json"])
        #expect(known.status == .exited(0))
        let json = try JSON.parse(known.stdout)
        #expect(json["state"] == "known")
        #expect(json["name"] == "Маргарита")
        #expect(try #require(json["age"]?.int) >= 0)
        let stopped = try bridge.enqueue(["article", "002"])
        #expect(stopped.status == .exited(1))
        #expect(stopped.stdout.contains("does not make it"))
        let unknown = try bridge.enqueue(["article", "BAD-1"])
        #expect(unknown.status == .exited(1))
        #expect(unknown.stdout.contains("does not have"))
        try bridge.drain()

        let rows = try JSON.parse(bridge.queue(["articles", "--json"]).stdout).array ?? []
        let states = Dictionary(uniqueKeysWithValues: rows.map { ($0["article"]?.string ?? "", $0["state"]?.string) })
        #expect(states == ["PZ-001": "known", "002": "stopped", "BAD-1": "unknown"])
        let list = try bridge.queue(["articles", "--unknown"]).stdout
        #expect(list.contains("BAD-1"))
        #expect(!list.contains("PZ-001"))
        #expect(list.contains("products were fetched"))
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'notify_manager'") == 1)
        let requests = try bridge.sandbox.state("requests").array ?? []
        #expect(requests.filter { $0["method"] == "get_products" }.count == 1)
    }

    @Test("keeps the article in the spool if the database cannot be written, and the worker stores it")
    func spool() throws {
        let bridge = try Bridge()
        let files = ["", "-wal", "-shm"].map { bridge.databasePath + $0 }
        for file in files where Files.exists(file) { chmod(file, 0o400) }
        let program = Programs.path(named: "frontpad-enqueue")
        // Root may write everywhere unless this capability is dropped.
        let words = geteuid() == 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", program] : [program]
        let kept = try run(
            words[0], words.dropFirst() + ["article", "A-1", "--product", "3"], environment: bridge.environment)
        #expect(kept.status == .exited(0))
        #expect(kept.stderr.contains("the article is kept in"))
        #expect(try run("ls", [bridge.spoolPath]).stdout.hasPrefix("article-"))
        for file in files where Files.exists(file) { chmod(file, 0o600) }
        try bridge.drain()
        #expect(try bridge.text("SELECT article || ' ' || product_id FROM articles") == "A-1 3")
        #expect(try run("ls", [bridge.spoolPath]).stdout == "")
    }

    @Test("refuses anything that is not an article", arguments: [[""], ["  "], [String(repeating: "x", count: 300)]])
    func refuses(arguments: [String]) throws {
        let folder = TemporaryDirectory()
        let result = try run(
            Programs.path(named: "frontpad-enqueue"), ["article"] + arguments + ["--db", folder.path(of: "queue.db")])
        #expect(result.status == .exited(65))
    }
}
