import Glibc
import TestSupport
import Testing

@Suite("A database that is named by a link", .ownThread) struct LinkedDatabaseTests {
    /// Returns paths that lead to the database through a link to the file or through a link to its folder.
    private func names(_ bridge: Bridge) -> [String] {
        let link = bridge.folder.path(of: "link.db")
        let folder = bridge.folder.path(of: "elsewhere")
        symlink("queue.db", link)
        symlink(".", folder)
        return [link, folder + "/queue.db", folder + "/./link.db"]
    }

    @Test("is the same database with the same files beside it: an order by the link is sent, and sending goes on")
    func order() throws {
        let bridge = try Bridge()
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        for (number, name) in names(bridge).enumerated() {
            let result = try run(
                Programs.path(named: "frontpad-enqueue"), ["order", "--db", name], stdin: Samples.order(number + 2))
            #expect(result.status == .exited(0))
            try bridge.drain()
            #expect(try bridge.state(of: number + 2) == "sent")
        }
        #expect(try bridge.count("SELECT count(*) FROM restores") == 0)
        let files = try run("ls", [bridge.folder.path]).stdout
        #expect(!files.contains("link.db-"), "\(files)")
    }

    @Test("has the spool of the database itself")
    func spool() throws {
        let bridge = try Bridge()
        let link = names(bridge)[0]
        try bridge.drain()
        let holder = try RunningProgram(
            "sqlite3", [bridge.databasePath], input: Array("BEGIN EXCLUSIVE;\nSELECT 'held';\n.shell sleep 600\n".utf8))
        _ = try holder.line(containing: "held")
        let result = try run(
            Programs.path(named: "frontpad-enqueue"), ["order", "--db", link], stdin: Samples.order(1))
        #expect(result.status == .exited(0), "\(result.stderr)")
        #expect(try run("ls", [bridge.spoolPath]).stdout.hasPrefix("order-"))
    }
}
