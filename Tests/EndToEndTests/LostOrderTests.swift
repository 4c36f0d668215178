import JSON
import TestSupport
import Testing

@Suite("An order that the shop has not handed over", .ownThread) struct LostOrderTests {
    @Test("is found by one of two workers through the shop's command, and Frontpad gets it once") func found() throws {
        let bridge = try Bridge(["send_status": "2"])
        let result = try run(
            "sqlite3",
            [
                "-bail", bridge.databasePath,
                "UPDATE installation SET installed_at = installed_at - 3600000",
            ])
        #expect(result.status == .exited(0), "\(result.stderr)")
        let createdon = try #require(try bridge.text("SELECT datetime('now', '-10 minutes')"))
        let document = Samples.order(5).replacing("2026-11-23 10:00:00", with: createdon)
            .replacing(#""status":1"#, with: #""status":2"#)
        let command = bridge.folder.path(of: "shop")
        Files.write("#!/bin/sh\ncat '\(command).orders'\n".utf8, to: command, mode: 0o700)
        Files.write("\(document)\n".utf8, to: command + ".orders")
        _ = try bridge.queue(["settings", "set", "shop_command", command])
        let workers = try (0..<2).map { _ in try bridge.startWorker() }
        try eventually("the order", look: try bridge.state(of: 5)) { $0 == "sent" }
        for worker in workers {
            worker.send(15)
            #expect(try worker.finish() == .exited(0))
        }
        try bridge.drain()
        let requests = try bridge.sandbox.state("requests").array ?? []
        #expect(requests.filter { $0["method"] == "new_order" }.count == 1)
        #expect(try bridge.text("SELECT event FROM orders") == "import")
    }
}
