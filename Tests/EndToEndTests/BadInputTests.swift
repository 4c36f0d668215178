import SQLite
import TestSupport
import Testing

@Suite("Bad input", .ownThread) struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let command: String
        let input: String
        let status: Int32
        /// A part of the line on standard error.
        let says: String
        var testDescription: String { name }
    }

    private static let cases = [
        Case(name: "broken JSON", command: "order", input: #"{"id":1,"#, status: 65, says: "not JSON"),
        Case(name: "nothing at all", command: "order", input: "", status: 65, says: "empty"),
        Case(name: "a list", command: "order", input: "[1]", status: 65, says: "must be a JSON object"),
        Case(name: "no id", command: "order", input: #"{"status":1}"#, status: 65, says: "id"),
        Case(name: "a negative id", command: "order", input: #"{"id":-5}"#, status: 65, says: "id"),
        Case(name: "a huge id", command: "order", input: #"{"id":1e300}"#, status: 65, says: "id"),
        Case(name: "an id that is not a number", command: "order", input: #"{"id":"x"}"#, status: 65, says: "id"),
        Case(
            name: "a status of another type", command: "order", input: #"{"id":1,"status":[]}"#, status: 65,
            says: "status"),
        Case(
            name: "products of another type", command: "order", input: #"{"id":1,"products":"x"}"#, status: 65,
            says: "products"),
        Case(
            name: "a product that is no row", command: "order", input: #"{"id":1,"products":[5]}"#, status: 65,
            says: "products[0]"),
        Case(
            name: "an unknown event", command: "order", input: #"{"id":1,"event":"deleted"}"#, status: 65,
            says: "event"),
        Case(
            name: "an unknown setting", command: "settings", input: #"{"frontpadapi_timeot":"3"}"#, status: 65,
            says: "did you mean «frontpadapi_timeout»?"),
        Case(
            name: "a value that its setting does not allow", command: "settings",
            input: #"{"frontpadapi_timeout":"3","frontpadapi_payments":"1-1"}"#, status: 65,
            says: "frontpadapi_payments"),
        Case(name: "settings that are a list", command: "settings", input: "[]", status: 65, says: "JSON object"),
        Case(name: "an unknown command", command: "oder", input: "", status: 64, says: "did you mean «order»?"),
    ]

    @Test("gets one clear line and its exit status, and nothing is written", arguments: cases)
    func refused(_ one: Case) throws {
        let bridge = try Bridge()
        let result = try bridge.enqueue([one.command], one.input)
        #expect(result.status == .exited(one.status))
        #expect(result.stdout == "")
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.hasPrefix("frontpad-enqueue: "))
        #expect(result.stderr.contains(one.says), "\(result.stderr)")
        #expect(try bridge.count("SELECT count(*) FROM orders") == 0)
        #expect(try bridge.count("SELECT count(*) FROM jobs") == 0)
        #expect(try bridge.count("SELECT count(*) FROM settings") == 3)
        #expect(!Files.exists(bridge.spoolPath))
    }

    @Test("of 50 MB, or that is not text, is refused too") func largeAndBinary() throws {
        let bridge = try Bridge()
        let program = Programs.path(named: "frontpad-enqueue")
        let large = [UInt8](repeating: 0x5B, count: 50 << 20)
        let first = try run(program, ["order"], stdin: large, environment: bridge.environment)
        #expect(first.status == .exited(65))
        #expect(first.stderr.contains("is larger than"))
        let second = try run(
            program, ["order"], stdin: Array(#"{"id":1,"num":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8),
            environment: bridge.environment)
        #expect(second.status == .exited(65))
        #expect(second.stderr.contains("UTF-8"))
        #expect(try bridge.count("SELECT count(*) FROM orders") == 0)
    }

    @Test("in one line of many is reported with its number, and the others are stored") func oneBadLine() throws {
        let bridge = try Bridge()
        let input = [Samples.order(1), "{broken", "", Samples.order(2)].joined(separator: "\n")
        let result = try bridge.enqueue(["orders"], input)
        #expect(result.status == .exited(65))
        #expect(result.stderr.hasPrefix("frontpad-enqueue: line 2: "))
        #expect(result.stdout == "2 stored, 0 known already, 2 on their way to Frontpad, 1 refused\n")
        #expect(try bridge.count("SELECT count(*) FROM orders") == 2)
    }
}

@Suite("A database that cannot be used", .ownThread) struct UnusableDatabaseTests {
    private func enqueue(_ path: String, _ arguments: [String] = ["order"]) throws -> ProgramResult {
        try run(
            Programs.path(named: "frontpad-enqueue"), arguments + ["--db", path], stdin: Samples.order(1))
    }

    @Test("because it is another kind of file keeps the order in the spool and exits with 78") func notADatabase()
        throws
    {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "queue.db")
        Files.write(Array("This is a letter and no database. ".utf8) + [UInt8](repeating: 65, count: 4096), to: path)
        let result = try enqueue(path)
        #expect(result.status == .exited(78))
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.contains("not a SQLite database"))
        #expect(try run("ls", [path + "-spool"]).stdout.hasPrefix("order-"))
    }

    @Test("because it belongs to another program is left alone") func foreign() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "queue.db")
        _ = try run("sqlite3", [path, "CREATE TABLE bookmarks (url TEXT)"])
        let result = try enqueue(path)
        #expect(result.status == .exited(78))
        #expect(result.stderr.contains("the database of another program"))
        #expect(try run("sqlite3", [path, ".tables"]).stdout == "bookmarks\n")
    }

    @Test("because its folder is missing exits with 78 and creates nothing") func noFolder() throws {
        let folder = TemporaryDirectory()
        let result = try enqueue(folder.path(of: "missing/queue.db"))
        #expect(result.status == .exited(78))
        #expect(result.stderr.contains("does not exist"))
        #expect(!Files.exists(folder.path(of: "missing")))
    }

    @Test("because it belongs to a newer version is refused in one line by every program") func newerSchema() throws {
        let bridge = try Bridge()
        _ = try run("sqlite3", [bridge.databasePath, "INSERT INTO schema_migrations VALUES ('queue', 999, 'x', 0)"])
        for (program, arguments) in [
            ("frontpad-enqueue", ["order"]), ("frontpad-worker", ["--drain"]), ("frontpad-queue", ["status"]),
        ] {
            let result = try run(
                Programs.path(named: program), arguments, stdin: Samples.order(1), environment: bridge.environment)
            #expect(result.status == .exited(78))
            #expect(result.stderr.split(separator: "\n").count == 1)
            #expect(result.stderr.contains("update this program"), "\(result.stderr)")
        }
    }

    @Test("because the disk is full loses no order: every acknowledged order arrives") func fullDisk() throws {
        let bridge = try Bridge()
        let size = try bridge.count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        // No file may grow past this size. The database then gets the same error as on a full disk, but the small
        // spool file still fits.
        let blocks = max(1, size / 1024 / 8)
        let limited = "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" \"$@\""
        let document = Samples.order(7, more: ",\"note\":\"\(String(repeating: "x", count: 3000))\"")
        let result = try run(
            "bash", ["-c", limited, Programs.path(named: "frontpad-enqueue"), "order"], stdin: document,
            environment: bridge.environment)
        #expect(result.status == .exited(0), "\(result.stderr)")
        #expect(!result.stderr.contains("NOT taken in"))
        try bridge.drain()
        #expect(try bridge.state(of: 7) == "sent")
    }

    @Test("because another program locks it too long spools the order, and the worker stores it") func locked() throws {
        let bridge = try Bridge()
        let holder = try RunningProgram(
            "python3",
            [
                "-c",
                """
                import sqlite3, sys
                db = sqlite3.connect(sys.argv[1], isolation_level=None)
                db.execute("BEGIN IMMEDIATE")
                print("held", flush=True)
                sys.stdin.read()
                import time; time.sleep(600)
                """, bridge.databasePath,
            ])
        _ = try holder.line(containing: "held")
        let result = try bridge.enqueue(["order"], Samples.order(3))
        #expect(result.status == .exited(0))
        #expect(result.stderr.contains("until the database can be used"))
        #expect(try run("ls", [bridge.spoolPath]).stdout.hasPrefix("order-"))
        #expect(try bridge.enqueue(["order", "--wait", "0"], Samples.order(4)).status == .exited(0))
        #expect(try bridge.enqueue(["order", "--wait", "long"], Samples.order(4)).status == .exited(64))
        holder.send(9)
        _ = try holder.finish()
        try bridge.drain()
        for order in [3, 4] { #expect(try bridge.state(of: order) == "sent") }
        #expect(try run("ls", [bridge.spoolPath]).stdout == "")
    }
}
