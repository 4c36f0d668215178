import Glibc
import JSON
import TestSupport
import Testing

@Suite("The operator's screens", .ownThread) struct OperatorScreenTests {
    private func sql(_ bridge: Bridge, _ sql: String) throws {
        let result = try run("sqlite3", ["-bail", bridge.databasePath, sql])
        #expect(result.status == .exited(0), "\(result.stderr)")
    }

    /// Expects all parts in the output of both `status` and `doctor`.
    private func expectBoth(
        _ bridge: Bridge, _ parts: String..., doctor verdict: String = "bad",
        location: SourceLocation = #_sourceLocation
    ) throws {
        let status = try bridge.queue(["status"]).stdout
        let doctor = try bridge.queue(["doctor"])
        let needs = status.components(after: "to be done:")
        for part in parts {
            #expect(needs.contains(part), "\(part): \(status)", sourceLocation: location)
            let isTold = doctor.stdout.split(separator: "\n").contains {
                $0.hasPrefix(verdict) && $0.contains(part)
            }
            #expect(isTold, "\(part): \(doctor.stdout)", sourceLocation: location)
        }
        if verdict == "bad" { #expect(doctor.status == .exited(78), sourceLocation: location) }
    }

    /// Sends an order and then passes its status in Frontpad on to the shop.
    private func updateShop(_ bridge: Bridge, by command: String) throws {
        _ = try bridge.queue(["settings", "set", "shop_command", command])
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        // The checkout was over long ago, so updates of the shop do not wait for it.
        try sql(bridge, "UPDATE crm_orders SET created_event_at = created_event_at - 600000")
        try bridge.enqueue(["crm-status", "--order", "1", "3"])
        try bridge.drain()
    }

    /// Returns the output of a program on a terminal with 80 columns.
    private func terminal(_ bridge: Bridge, _ arguments: [String]) throws -> String {
        let script = """
            import fcntl, os, pty, struct, sys, termios
            pid, fd = pty.fork()
            if pid == 0:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
                os.execv(sys.argv[1], sys.argv[1:])
            try:
                while True:
                    data = os.read(fd, 65536)
                    if not data: break
                    sys.stdout.buffer.write(data.replace(b"\\r\\n", b"\\n"))
            except OSError:
                pass
            """
        let result = try run(
            "python3", ["-c", script, Programs.path(named: "frontpad-queue")] + arguments,
            environment: bridge.environment.merging(["TERM": "xterm"]) { $1 })
        #expect(result.stderr == "")
        return result.stdout
    }

    @Test("name an order whose worker was killed while it sent, and what to do") func abandoned() throws {
        let bridge = try Bridge(["language": "en"])
        try bridge.enqueue(["order"], Samples.order(1))
        try sql(bridge, "UPDATE crm_orders SET crm_state = 'sending'")
        try sql(bridge, "UPDATE jobs SET state = 'running', worker = 'gone', attempt = 1")
        let number = try #require(try bridge.text("SELECT num FROM crm_orders"))
        try expectBoth(bridge, "\(number) was being sent when the last worker died", "frontpad-queue resolve")
    }

    @Test("say since when orders wait because Frontpad cannot be reached, and why") func unreachable() throws {
        let bridge = try Bridge(["api_url": "http://127.0.0.1:1/api/index.php", "language": "en"])
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        try expectBoth(bridge, "1 orders wait since 20", "Frontpad cannot be reached (", "frontpadapi_api_url")
    }

    @Test("say that the secret is missing") func secret() throws {
        try expectBoth(
            try Bridge(["secret": "", "language": "en"]), "frontpadapi_secret is not set", "settings set secret -")
    }

    @Test("say that the mail server takes no e-mails") func mail() throws {
        let bridge = try Bridge([
            "manager_email": "a@shop.example", "smtp_url": "smtp://127.0.0.1:1", "language": "en",
        ])
        try bridge.enqueue(["order"], Samples.order(1, article: ""))
        try bridge.drain()
        try expectBoth(bridge, "1 e-mails wait since 20", "check frontpadapi_smtp_url")
        try sql(bridge, "UPDATE jobs SET state = 'discarded' WHERE kind = 'notify_manager'")
        try expectBoth(bridge, "1 e-mails were given up", "frontpad-queue retry", doctor: "note")
    }

    @Test(
        "say that the shop's command fails or is missing, with its last error",
        arguments: [("exit 1", "exit"), ("echo 'no such table' >&2; exit 3", "no such table"), ("", "cannot run")])
    func shop(script: String, error: String) throws {
        let bridge = try Bridge(["matched_statuses": "3:6", "send_status": "1", "language": "en"])
        let path =
            script.isEmpty ? bridge.folder.path(of: "nothing") : ShopCommand(in: bridge.folder, broken: script).path
        try updateShop(bridge, by: path)
        try expectBoth(bridge, "1 updates of the shop wait since 20", "repair it", error)
    }

    @Test("say how a paused queue goes on, and who paused it") func paused() throws {
        let bridge = try Bridge(["language": "en"])
        _ = try bridge.queue(["pause", "crm", "--reason", "the kitchen moves"])
        try expectBoth(bridge, "frontpad-queue resume crm", "(the kitchen moves)", doctor: "note")
        #expect(!(try bridge.queue(["status"]).stdout.contains("by user ")))
        try bridge.enqueue(["order"], Samples.order(1))
        let sent = try bridge.enqueue(["send", "1"])
        #expect(
            sent.stdout.contains("sending is paused: the kitchen moves (frontpad-queue resume crm"), "\(sent.stdout)")
    }

    @Test("tell of contradictory settings, which settings set refuses or warns of") func contradictions() throws {
        let bridge = try Bridge(["send_status": "2", "language": "en"])
        let refused = try bridge.queue(["settings", "set", "error_status", "2"])
        #expect(refused.status == .exited(65))
        #expect(refused.stderr.contains("nothing was changed: status 2 both sends orders and marks failed ones"))
        #expect(try bridge.text("SELECT value FROM settings WHERE key = 'frontpadapi_error_status'") == nil)
        let warned = try bridge.queue(["settings", "set", "shop_command", "/no/such/program"])
        #expect(warned.status == .exited(0))
        #expect(warned.stderr.contains("cannot run /no/such/program: there is no such file"), "\(warned.stderr)")
        let check = try bridge.queue(["settings", "check"])
        #expect(check.status == .exited(78))
        #expect(check.stdout.contains("wrong") && check.stdout.contains("/no/such/program"))
        // Another program writes a value that `settings set` would refuse.
        try sql(bridge, "INSERT INTO settings VALUES ('frontpadapi_error_status', '2')")
        try expectBoth(bridge, "cannot run /no/such/program", "give frontpadapi_error_status a status of its own")
    }

    private static let looks = [
        ["status"], ["orders"], ["order", "1"], ["list"], ["show", "1"], ["articles"], ["watch", "--count", "1"],
        ["backup", "copy.db"], ["metrics"], ["settings", "list"], ["settings", "check"], ["confirm"], ["prune"],
    ]

    @Test("never create a missing database, and say so", arguments: looks) func missing(_ arguments: [String]) throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "queue.db")
        let result = try run(
            Programs.path(named: "frontpad-queue"), arguments + ["--db", path], directory: folder.path)
        #expect(result.status == .exited(66), "\(result.stderr)")
        #expect(result.stderr.contains("there is no database \(path)"), "\(result.stderr)")
        #expect(try run("ls", ["-A", folder.path]).stdout == "")
    }

    @Test("check the files all the same where the database cannot be opened") func unopened() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "queue.db")
        let doctor = { try run(Programs.path(named: "frontpad-queue"), ["doctor", "--db", path]) }
        let missing = try doctor()
        #expect(missing.status == .exited(78))
        #expect(missing.stdout.contains("bad database      there is no database"), "\(missing.stdout)")
        #expect(missing.stdout.contains("ok file system") && missing.stdout.contains("ok disk"))
        #expect(!Files.exists(path))
        Files.write(Array(String(repeating: "not a database ", count: 400).utf8), to: path)
        chmod(path, 0o644)
        let damaged = try doctor()
        #expect(damaged.status == .exited(78))
        #expect(damaged.stdout.contains("restore a backup (cp -p BACKUP \(path))"), "\(damaged.stdout)")
        #expect(damaged.stdout.contains("bad permissions"))
    }

    @Test("an empty file that every user can read gets the mode of a database") func emptyFile() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "queue.db")
        Files.write([], to: path)
        chmod(path, 0o644)
        let result = try run(Programs.path(named: "frontpad-queue"), ["status", "--db", path])
        #expect(result.status == .exited(0), "\(result.stderr)")
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test("--json without --limit gives every row, over all pages") func allRows() throws {
        let bridge = try Bridge(["send_status": "99"])
        let orders = (1...1_203).map { Samples.order($0) }.joined(separator: "\n")
        try bridge.enqueue(["orders"], orders)
        func rows(_ arguments: String...) throws -> [Int] {
            let json = try JSON.parse(try bridge.queue(arguments + ["--json"]).stdout)
            return try #require(json.array).compactMap { $0["id"]?.int }
        }
        #expect(try rows("orders") == Array((1...1_203).reversed()))
        #expect(try rows("orders", "--limit", "501") == Array((703...1_203).reversed()))
        #expect(try rows("orders", "--state", "failed") == [])
        try sql(
            bridge,
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO jobs (kind, queue, scheduled_at, inserted_at)
            SELECT 'update_shop', 'shop', now, now FROM n, present
            """)
        #expect(try rows("list") == Array((1...1_000).reversed()))
        #expect(try bridge.queue(["orders"]).stdout.contains("only the newest 50"))
    }

    @Test("lose nothing on a terminal of 80 columns") func narrow() throws {
        let bridge = try Bridge()
        let reason = "the mail server at the far end has been refusing each and every one of our messages since noon"
        try sql(
            bridge,
            """
            INSERT INTO jobs (id, kind, queue, subject, state, scheduled_at, inserted_at, reason)
            VALUES (1234567, 'apply_crm_status', 'events', 'order:1234567', 'scheduled', 1795755600000, 1795755600000,
                '\(reason)')
            """)
        let list = try terminal(bridge, ["list"])
        let lines = list.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(list)")
        #expect(list.contains("apply_crm_status") && list.contains(":00:00") && !list.contains("…"), "\(list)")
        #expect(list.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(reason), "\(list)")
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "started", in: .errors)
        worker.send(SIGKILL)
        _ = try worker.finish()
        let watch = try terminal(bridge, ["watch", "--count", "1"])
        #expect(watch.contains("workers   0 (and 1 dead)"), "\(watch)")
        #expect(!watch.contains("…"), "\(watch)")
    }

    @Test("do not end a line of a story in nothing") func story() throws {
        let bridge = try Bridge(["matched_statuses": "3:6", "send_status": "1"])
        let shop = ShopCommand(
            in: bridge.folder, broken: #"echo '{"applied": true, "status": 6, "reason": ""}'; exit 0"#)
        try updateShop(bridge, by: shop.path)
        let story = try bridge.queue(["order", "1"]).stdout
        #expect(story.contains("магазин обновлён: статус 6\n"), "\(story)")
    }

    @Test("another api_url lifts the pause of the old one") func address() throws {
        let bridge = try Bridge()
        try sql(
            bridge, "INSERT INTO breakers SELECT 'frontpad', 'api_off', now, now, 'x' FROM present")
        _ = try bridge.queue(["settings", "set", "timeout", "20"])
        #expect(try bridge.count("SELECT count(*) FROM breakers") == 1)
        _ = try bridge.queue(["settings", "set", "api_url", "http://127.0.0.1:2/api"])
        #expect(try bridge.count("SELECT count(*) FROM breakers") == 0)
    }
}

extension String {
    /// Returns the text after a part, or an empty text if the part is missing.
    fileprivate func components(after part: String) -> String {
        guard let range = self.ranges(of: part).first else { return "" }
        return String(self[range.upperBound...])
    }
}
