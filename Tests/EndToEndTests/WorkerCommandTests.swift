import JSON
import TestSupport
import Testing

@Suite("frontpad-worker", .ownThread) struct WorkerCommandTests {
    private func worker(_ arguments: [String], _ bridge: Bridge) throws -> ProgramResult {
        try run(Programs.path(named: "frontpad-worker"), arguments, environment: bridge.environment)
    }

    @Test("ends with success on SIGTERM and SIGINT when idle, and is then not listed any more", arguments: [15, 2])
    func idle(signal: Int32) throws {
        let bridge = try Bridge()
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "started", in: .errors)
        worker.send(signal)
        #expect(try worker.finish() == .exited(0))
        #expect(worker.text(of: .output) == "")
        #expect(try bridge.count("SELECT count(*) FROM workers") == 0)
        #expect(try run("find", [bridge.databasePath + "-workers", "-type", "f"]).stdout == "")
    }

    @Test("ends at once if there is nothing to do", arguments: ["--once", "--drain"])
    func nothing(mode: String) throws {
        #expect(try worker([mode], try Bridge()).status == .exited(0))
    }

    @Test(
        "refuses an invalid command line, in one line and with 64",
        arguments: [["--once", "--drain"], ["--concurrency", "0"], ["--concurrency", "x"], ["--drian"], ["order"]])
    func usage(arguments: [String]) throws {
        let result = try worker(arguments, try Bridge())
        #expect(result.status == .exited(64))
        #expect(result.stdout == "")
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.hasPrefix("frontpad-worker: "))
    }

    @Test("refuses a file that is not a database, another program's, or in no folder, in one line and with 78")
    func unusable() throws {
        let folder = TemporaryDirectory()
        Files.write([UInt8](repeating: 0x41, count: 8192), to: folder.path(of: "letter"))
        _ = try run("sqlite3", [folder.path(of: "bookmarks"), "CREATE TABLE bookmarks (url TEXT)"])
        for (name, words) in [
            ("letter", "not a SQLite database"), ("bookmarks", "another program"), ("missing/queue.db", "not exist"),
        ] {
            let result = try run(
                Programs.path(named: "frontpad-worker"), ["--drain", "--db", folder.path(of: name)])
            #expect(result.status == .exited(78), "\(name)")
            #expect(result.stderr.split(separator: "\n").count == 1)
            #expect(result.stderr.contains(words), "\(result.stderr)")
        }
        #expect(try run("sqlite3", [folder.path(of: "bookmarks"), ".tables"]).stdout == "bookmarks\n")
    }

    @Test("prints what happens as one JSON object per line, without the secret and the buyer's phone") func json()
        throws
    {
        let bridge = try Bridge(["secret": "sandbox"])
        try bridge.enqueue(["order"], Samples.order(1))
        let result = try worker(["--drain", "--json"], bridge)
        #expect(result.status == .exited(0))
        let events = try result.stderr.split(separator: "\n").map { try JSON.parse(String($0)) }
        #expect(events.allSatisfy { ($0["at"]?.int ?? 0) > 1_700_000_000_000 })
        let names = events.compactMap { $0["event"]?.string }.filter { $0 != "note" }
        #expect(names == ["started", "claimed", "completed", "stopped"])
        let completed = try #require(events.first { $0["event"]?.string == "completed" })
        #expect(completed["subject"]?.string == "order:1")
        #expect(completed["state"]?.string == "completed")
        #expect(completed["attempt"]?.int == 1)
        #expect(!result.stderr.contains("sandbox"))
        #expect(!result.stderr.contains("9123456789"))
    }
}
