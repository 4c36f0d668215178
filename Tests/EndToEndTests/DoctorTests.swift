import Glibc
import JSON
import TestSupport
import Testing

@Suite("The doctor", .ownThread) struct DoctorTests {
    private func doctor(_ bridge: Bridge) throws -> ProgramResult { try bridge.queue(["doctor"]) }

    /// Joins the lines of the output and expects all parts in it. The findings are wrapped only on a terminal.
    private func expect(
        _ bridge: Bridge, _ parts: String..., location: SourceLocation = #_sourceLocation
    ) throws {
        let result = try doctor(bridge)
        #expect(result.status == .exited(78), "\(result.stderr)", sourceLocation: location)
        for part in parts {
            #expect(result.stdout.contains(part), "\(part): \(result.stdout)", sourceLocation: location)
        }
    }

    private func sql(_ bridge: Bridge, _ sql: String) throws {
        let result = try run("sqlite3", ["-bail", bridge.databasePath, sql])
        #expect(result.status == .exited(0), "\(result.stderr)")
    }

    @Test("finds nothing wrong with a new installation whose jobs have run") func healthy() throws {
        let bridge = try Bridge()
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        let result = try doctor(bridge)
        #expect(result.status == .exited(0), "\(result.stdout)")
        #expect(!result.stdout.contains("bad "))
        for name in ["database", "generation", "permissions", "file system", "disk", "clock", "jobs", "orders"] {
            #expect(result.stdout.contains("ok \(name)"), "\(name): \(result.stdout)")
        }
    }

    @Test("reports who else can read the customers' data, and how to change that") func permissions() throws {
        let bridge = try Bridge()
        chmod(bridge.databasePath, 0o644)
        try expect(bridge, "bad permissions", "chmod -R o-rwx \(bridge.databasePath)")
        chmod(bridge.databasePath, 0o600)
        chmod(bridge.folder.path, 0o777)
        try expect(bridge, "chmod o-w \(bridge.folder.path)", "chmod g+s \(bridge.folder.path)")
    }

    @Test("reports files that belong to another user", .enabled(if: geteuid() == 0)) func owners() throws {
        let bridge = try Bridge()
        chown(bridge.databasePath + "-lock", 65_534, 65_534)
        try expect(bridge, "\(bridge.databasePath)-lock has another owner: chown -R --reference=")
        chmod(bridge.folder.path, 0o2770)
        try expect(
            bridge, "\(bridge.databasePath)-lock has another group: chgrp -R --reference=",
            "the group cannot write \(bridge.databasePath): chmod -R g+rwX")
    }

    @Test("reports a restored database") func restored() throws {
        let bridge = try Bridge()
        unlink(bridge.databasePath + "-generation")
        try expect(bridge, "bad generation", "frontpad-queue confirm")
    }

    @Test("reports times that are ahead of the clock") func clock() throws {
        let bridge = try Bridge()
        try sql(
            bridge,
            """
            INSERT INTO jobs (kind, queue, state, scheduled_at, inserted_at)
            VALUES ('update_shop', 'shop', 'scheduled', 4000000000000, 4000000000000)
            """)
        try expect(
            bridge, "bad clock", "something was stored at 2096-", "frontpad-queue retry 1",
            "these jobs were stored while the clock was ahead", "come: 1 (frontpad-queue show")
    }

    /// Stops a worker at a moment when it does not write. If a worker is stopped during a write, the database stays
    /// locked.
    private func freeze(_ worker: RunningProgram, _ bridge: Bridge) throws {
        for _ in 1...100 {
            // Wait for the end of the worker's write. If the worker were stopped again at once, it would never finish
            // its write.
            _ = try run("sqlite3", [bridge.databasePath, ".timeout 60000", "BEGIN IMMEDIATE"])
            worker.send(SIGSTOP)
            if try run("sqlite3", [bridge.databasePath, "BEGIN IMMEDIATE"]).status == .exited(0) { return }
            worker.send(SIGCONT)
        }
        Issue.record("each of 100 stops came during a write of the worker")
    }

    @Test("reports a frozen worker, and jobs that wait for a worker") func workers() throws {
        let bridge = try Bridge()
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "started", in: .errors)
        try freeze(worker, bridge)
        try sql(bridge, "UPDATE workers SET heartbeat_at = heartbeat_at - 600000")
        try expect(bridge, "bad workers", "has been silent for 10 min")
        worker.send(SIGKILL)
        _ = try worker.finish()
        try bridge.enqueue(["order"], Samples.order(1))
        try expect(bridge, "none is running, and jobs wait: start frontpad-worker")
    }

    @Test("reports jobs of a kind that no worker knows") func unknownKind() throws {
        let bridge = try Bridge()
        try sql(
            bridge,
            "INSERT INTO jobs (kind, queue, scheduled_at, inserted_at) SELECT 'bake_cake', 'crm', now, now FROM present"
        )
        try bridge.drain()
        try expect(bridge, "bad jobs", "1 of the kind bake_cake")
    }

    @Test("reports jobs in a queue that no worker serves") func unknownQueue() throws {
        let bridge = try Bridge()
        try sql(
            bridge,
            "INSERT INTO jobs (kind, queue, scheduled_at, inserted_at) SELECT 'send_order', 'crn', now, now FROM present"
        )
        try bridge.drain()
        try expect(bridge, "bad jobs", "1 in the queue crn", "frontpad-queue list --state available")
    }

    @Test("reports a wrong setting, an order in doubt, and a document that cannot be used") func work() throws {
        let bridge = try Bridge()
        try sql(bridge, "INSERT INTO settings VALUES ('frontpadapi_timeout', 'soon')")
        try bridge.sandbox.control("fault", ["method": "new_order", "fault": "not_json", "count": 1])
        try bridge.enqueue(["order"], Samples.order(1))
        mkdir(bridge.spoolPath, 0o700)
        Files.write(Array("{".utf8), to: bridge.spoolPath + "/order-1.json")
        try bridge.drain()
        try expect(
            bridge, "bad settings", "frontpadapi_timeout", "1 in doubt", "frontpad-queue resolve",
            "1 documents cannot be used")
        let story = try bridge.queue(["order", "1"]).stdout
        #expect(story.contains("что известно об ответе: "), "\(story)")
        #expect(story.contains("bytes had left") && story.contains("HTTP 200"), "\(story)")
    }

    @Test("reports a WAL that no worker checkpoints") func wal() throws {
        let bridge = try Bridge()
        let script = """
            sqlite3 "$0" "PRAGMA wal_autocheckpoint=0" "INSERT INTO order_events (order_id, incarnation, at, event, \
            detail) VALUES (1, 1, 0, 'x', hex(zeroblob(35000000)))" ".shell kill -9 \\$PPID"
            """
        _ = try run("bash", ["-c", script, bridge.databasePath])
        try expect(bridge, "bad WAL", "fuser \(bridge.databasePath)")
    }

    @Test("reports a damaged database, and still checks the rest") func damaged() throws {
        let bridge = try Bridge()
        try bridge.enqueue(["order"], Samples.order(1))
        try sql(bridge, "PRAGMA wal_checkpoint(TRUNCATE)")
        let page = try #require(
            try bridge.text("SELECT CAST(rootpage AS TEXT) FROM sqlite_schema WHERE name = 'order_events'"))
        let script = "dd if=/dev/zero of=\"$0\" bs=4096 seek=$(($1 - 1)) count=1 conv=notrunc 2>/dev/null"
        #expect(try run("bash", ["-c", script, bridge.databasePath, page]).status == .exited(0))
        try expect(bridge, "bad database", "restore a backup", "ok permissions")
    }

    @Test("reports a disk that is nearly full, and one that loses its data without power", .enabled(if: canMount))
    func disk() throws {
        let folder = TemporaryDirectory()
        let script = "mount -t tmpfs -o size=2m tmpfs \"$1\" && exec \"$0\" doctor --db \"$1/queue.db\""
        let result = try run(
            "unshare", ["-m", "bash", "-c", script, Programs.path(named: "frontpad-queue"), folder.path])
        #expect(result.stdout.contains("bad file system   tmpfs"), "\(result.stdout)\(result.stderr)")
        #expect(result.stdout.contains("bad disk"), "\(result.stdout)")
    }
}
