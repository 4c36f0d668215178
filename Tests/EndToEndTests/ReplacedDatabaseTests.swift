import Glibc
import JSON
import TestSupport
import Testing

@Suite("A database that is replaced under a running worker", .ownThread) struct ReplacedDatabaseTests {
    private func idleWorker(_ bridge: Bridge) throws -> RunningProgram {
        try bridge.enqueue(["order"], Samples.order(1))
        let worker = try bridge.startWorker(["--lease", "3"])
        try eventually("the first order", look: try bridge.state(of: 1)) { $0 == "sent" }
        return worker
    }

    @Test(
        "is noticed within a lease: the worker says so and ends with 75",
        arguments: [
            "cp queue.db copy && mv copy queue.db", "mv queue.db old.db", "rm queue.db", "rm queue.db-wal",
            "rm queue.db-shm",
        ])
    func noticed(change: String) throws {
        let bridge = try Bridge()
        let worker = try idleWorker(bridge)
        #expect(try run("sh", ["-c", "cd \"$0\" && \(change)", bridge.folder.path]).status == .exited(0))
        #expect(try worker.finish() == .exited(75))
        #expect(worker.text(of: .errors).contains("queue.db or a file beside it was replaced, moved or deleted"))
    }

    @Test("has no worker that is alive: status and doctor do not count the old one, and its jobs are rescued")
    func notAlive() throws {
        let bridge = try Bridge(["language": "en"])
        try bridge.sandbox.control("fault", ["method": "new_order", "fault": "silent", "count": 1])
        try bridge.enqueue(["order"], Samples.order(1))
        let worker = try bridge.startWorker()
        _ = try bridge.sandbox.program.line(containing: "new_order", in: .errors)
        // The worker is stopped in the middle of a job. The copy contains this job too, and the worker still holds its
        // lock file.
        worker.send(SIGSTOP)
        let backup = bridge.folder.path(of: "backup.db")
        #expect(try run("sqlite3", [bridge.databasePath, "VACUUM INTO '\(backup)'"]).status == .exited(0))
        #expect(
            try run(
                "sh", ["-c", "cd \"$0\" && rm queue.db-wal queue.db-shm && mv backup.db queue.db", bridge.folder.path]
            )
            .status == .exited(0))
        let status = try JSON.parse(try bridge.queue(["status", "--json"]).stdout)
        #expect(status["workers"]?.array?.count == 1)
        #expect(try bridge.queue(["status"]).stdout.contains("dead"))
        #expect(try bridge.queue(["doctor"]).stdout.contains("none is running"))
        try bridge.drain()
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE state = 'running'") == 0)
        worker.send(SIGKILL)
        _ = try worker.finish()
    }
}
