import Glibc
import TestSupport
import Testing

@Suite("A place where no order can be stored", .ownThread) struct UnwritableTests {
    private static let program = Programs.path(named: "frontpad-enqueue")
    /// The words that run the program without root's right to ignore file modes.
    private static let withoutPrivilege =
        geteuid() == 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", program] : [program]

    private func unprivileged(_ bridge: Bridge, _ arguments: [String], _ input: String) throws -> ProgramResult {
        let words = Self.withoutPrivilege + arguments
        return try run(words[0], Array(words.dropFirst()), stdin: input, environment: bridge.environment)
    }

    @Test("because no file may grow, not even in the spool: exit 75, one line, and nothing half written")
    func noFileMayGrow() throws {
        let bridge = try Bridge()
        let limited = "ulimit -f 0; exec \"$0\" \"$@\""
        let result = try run(
            "bash", ["-c", limited, Self.program, "order"], stdin: Samples.order(7), environment: bridge.environment)
        #expect(result.status == .exited(75), "\(result.stderr)")
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.contains("the order was NOT taken in"))
        #expect(try bridge.count("SELECT count(*) FROM orders") == 0)
        #expect(try bridge.count("SELECT count(*) FROM jobs") == 0)
        #expect(try run("find", [bridge.spoolPath, "-type", "f"]).stdout == "")
    }

    @Test("because the database is read-only spools the order, and the worker stores it") func readOnlyFile()
        throws
    {
        let bridge = try Bridge()
        let files = ["", "-wal", "-shm"].map { bridge.databasePath + $0 }
        for file in files where Files.exists(file) { chmod(file, 0o400) }
        let result = try unprivileged(bridge, ["order"], Samples.order(4))
        #expect(result.status == .exited(0))
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.contains("check the owner and mode"), "\(result.stderr)")
        #expect(try run("ls", [bridge.spoolPath]).stdout.hasPrefix("order-"))
        for file in files where Files.exists(file) { chmod(file, 0o600) }
        try bridge.drain()
        #expect(try bridge.state(of: 4) == "sent")
        #expect(try run("ls", [bridge.spoolPath]).stdout == "")
    }

    @Test("because the folder is read-only says that the order was not stored") func readOnlyFolder() throws {
        let bridge = try Bridge()
        let files = ["", "-wal", "-shm", "-lock"].map { bridge.databasePath + $0 }
        for file in files where Files.exists(file) { chmod(file, 0o400) }
        chmod(bridge.folder.path, 0o500)
        let result = try unprivileged(bridge, ["order"], Samples.order(4))
        chmod(bridge.folder.path, 0o700)
        for file in files where Files.exists(file) { chmod(file, 0o600) }
        #expect(result.status == .exited(75))
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.contains("the order was NOT taken in"), "\(result.stderr)")
        #expect(try bridge.count("SELECT count(*) FROM orders") == 0)
        #expect(!Files.exists(bridge.spoolPath))
    }

    @Test(
        "because another file is in the database's place keeps the order until that is gone",
        arguments: [
            true, false,
        ])
    func obstacle(isFolder: Bool) throws {
        let bridge = try Bridge()
        let path = bridge.databasePath
        // The queue's files are moved away, as an administrator might do during a repair.
        let aside = bridge.folder.path(of: "aside")
        let move = "mkdir \"$1\" && for f in \"$0\" \"$0\"-*; do mv \"$f\" \"$1\"; done"
        #expect(try run("bash", ["-c", move, path, aside]).status == .exited(0))
        if isFolder { mkdir(path, 0o700) } else { Files.write([UInt8](repeating: 0x41, count: 8192), to: path) }
        let result = try bridge.enqueue(["order"], Samples.order(5))
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.contains("the order is kept in \(bridge.spoolPath)"), "\(result.stderr)")
        #expect(result.status == .exited(isFolder ? 0 : 78))

        let back = "rm -r \"$0\" && rm -f \"$0\"-wal \"$0\"-shm \"$0\"-lock && mv \"$1\"/* \"${0%/*}\""
        #expect(try run("bash", ["-c", back, path, aside]).status == .exited(0))
        try bridge.drain()
        #expect(try bridge.state(of: 5) == "sent")
    }
}
