import Glibc
import TestSupport
import Testing

@Suite("A backup", .ownThread) struct BackupTests {
    @Test("is one whole file with the database's mode, made while a worker runs, and marked as a copy")
    func made() throws {
        let bridge = try Bridge(["language": "en"])
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "started", in: .errors)
        for id in 1...5 { try bridge.enqueue(["order"], Samples.order(id)) }
        let path = bridge.folder.path(of: "backup.db")
        let result = try bridge.queue(["backup", path])
        #expect(result.status == .exited(0), "\(result.stderr)")
        #expect(result.stdout.hasPrefix(path + ": "))
        worker.send(SIGTERM)
        #expect(try worker.finish() == .exited(0))

        let mode = try run("stat", ["-c", "%a", path, bridge.databasePath]).stdout
        #expect(mode == "600\n600\n")
        #expect(try run("bash", ["-c", "ls \"$0\"*", path]).stdout == path + "\n")
        #expect(try run("sqlite3", [path, "PRAGMA integrity_check"]).stdout == "ok\n")
        #expect(try run("sqlite3", [path, "SELECT count(*) FROM orders"]).stdout == "5\n")
        let status = try run(Programs.path(named: "frontpad-queue"), ["status", "--db", path])
        #expect(status.stdout.contains("it is a backup that was put in place"), "\(status.stdout)\(status.stderr)")
        #expect(try bridge.queue(["status"]).stdout.hasPrefix("database"))
    }

    @Test("never overwrites a file") func existing() throws {
        let bridge = try Bridge()
        let path = bridge.folder.path(of: "backup.db")
        Files.write(Array("precious".utf8), to: path)
        let result = try bridge.queue(["backup", path])
        #expect(result.status == .exited(73))
        #expect(result.stderr.contains("\(path) exists already"))
        #expect(Files.read(path) == Array("precious".utf8))
    }

    @Test("leaves nothing behind if it cannot be written") func unwritable() throws {
        let bridge = try Bridge()
        let result = try bridge.queue(["backup", bridge.folder.path(of: "missing/backup.db")])
        #expect(result.status == .exited(73))
        let limited = "ulimit -f 8; exec \"$0\" backup \"$1\" --db \"$2\""
        let path = bridge.folder.path(of: "backup.db")
        // The database was opened and closed once before, so only the copy needs space now.
        let full = try run(
            "bash", ["-c", limited, Programs.path(named: "frontpad-queue"), path, bridge.databasePath])
        #expect(full.status != .exited(0))
        #expect(!Files.exists(path) && !Files.exists(path + ".partial"))
    }
}
