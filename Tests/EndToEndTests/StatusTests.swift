import Glibc
import JSON
import TestSupport
import Testing

@Suite("Statuses from the CRM", .ownThread) struct StatusTests {
    private static let statuses = ["matched_statuses": "1:1, 3:2, 12:3, 4:4, 10:5"]

    private func bridge(_ settings: [String: String] = [:], orders: Int) throws -> Bridge {
        let bridge = try Bridge(
            StatusTests.statuses.merging(["requests_per_second": "1000", "requests_per_minute": "60000"]) { $1 }
                .merging(settings) { $1 }, sandbox: ["--no-limits"])
        for event in ["created", "status"] {
            let documents = (1...orders).map { Samples.order($0, event: event) }
            try bridge.enqueue(["orders"], documents.joined(separator: "\n"))
        }
        try bridge.drain()
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'sent'") == orders)
        return bridge
    }

    @Test("in random order and repeated leave every order on its newest one, and reach the shop once each, in order")
    func thousand() throws {
        let orders = 40
        let bridge = try bridge(["hook_url": "http://127.0.0.1:9/hook.php"], orders: orders)
        let shop = ShopCommand(in: bridge.folder)
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        let hour = try #require(try bridge.text("SELECT strftime('%Y-%m-%d %H', 'now')"))
        var events: [(order: Int, status: Int, minute: Int)] = []
        for order in 1...orders {
            for (minute, status) in [1, 3, 12, 4, 10].enumerated() {
                for _ in 1...5 { events.append((order, status, minute)) }
            }
        }
        var random = SplitMix64(seed: 20)
        events.shuffle(using: &random)
        #expect(events.count == 1_000)
        // While a worker runs, some events arrive through the command, as the shop's page calls it. The rest arrive
        // through SQL.
        let worker = try bridge.startWorker()
        for event in events.prefix(60) {
            let id = try bridge.text("SELECT crm_order_id FROM crm_orders WHERE order_id = \(event.order)") ?? ""
            let query = try bridge.text(
                """
                SELECT 'order=' || order_id || '&incarnation=' || incarnation || '&job=' || job || '&attempt=' || attempt
                    || '&attempt_token=' || token
                FROM send_attempts WHERE order_id = \(event.order)
                """)
            let body = """
                {"action":"change_status","order_id":\(id),"status":\(event.status),\
                "datetime":"\(hour):0\(event.minute):00"}
                """
            #expect(try bridge.enqueue(["hook", "--query", query ?? ""], body).status == .exited(0))
        }
        let sql = events.dropFirst(60).map { event in
            """
            INSERT INTO crm_events (crm_order_id, order_id, incarnation, job, attempt, token, status, datetime)
            SELECT crm_order_id, order_id, incarnation, job, attempt, token, '\(event.status)', '\(hour):0\(event.minute):00'
            FROM send_attempts JOIN crm_orders USING (order_id, incarnation) WHERE order_id = \(event.order);
            """
        }.joined(separator: "\n")
        #expect(try run("sqlite3", ["-cmd", ".timeout 10000", bridge.databasePath], stdin: sql).status == .exited(0))
        worker.send(SIGTERM)
        #expect(try worker.finish() == .exited(0))
        try bridge.drain()

        #expect(try bridge.count("SELECT count(*) FROM crm_events WHERE state IN ('new', 'unmatched')") == 0)
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_status = '10'") == orders)
        for order in 1...orders {
            let changes = shop.changes(of: order)
            #expect(changes.last == 5)
            #expect(changes == changes.sorted() && Set(changes).count == changes.count, "\(changes)")
        }
    }

    @Test(
        "wait for a shop that fails, hangs or prints nonsense, and reach it in order when it works again",
        arguments: [
            "exit 75", "exit 1", "echo nonsense; exit 0", "kill -9 $$",
        ])
    func brokenShop(broken: String) throws {
        let bridge = try bridge(orders: 1)
        let brokenShop = ShopCommand(in: bridge.folder, broken: broken)
        _ = try bridge.queue(["settings", "set", "shop_command", brokenShop.path])
        for (minute, status) in [3, 12, 4].enumerated() {
            let at = "2026-11-25 12:0\(minute):00"
            #expect(try bridge.enqueue(["crm-status", "--order", "1", "--at", at, "\(status)"]).status == .exited(0))
            try bridge.drain()
        }
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'update_shop' AND state = 'scheduled'") == 3)
        let shop = ShopCommand(in: bridge.folder)
        #expect(shop.changes(of: 1).isEmpty)
        // All scheduled jobs become due.
        for _ in 1...3 {
            _ = try run("sqlite3", [bridge.databasePath, "UPDATE jobs SET scheduled_at = 0 WHERE state = 'scheduled'"])
            try bridge.drain()
        }
        #expect(shop.changes(of: 1) == [2, 3, 4])
    }

    @Test("are not lost while the shop's command is missing") func noShop() throws {
        let bridge = try bridge(orders: 1)
        _ = try bridge.queue(["settings", "set", "shop_command", bridge.folder.path(of: "nothing")])
        try bridge.enqueue(["crm-status", "--order", "1", "3"])
        try bridge.drain()
        #expect(try bridge.text("SELECT state FROM jobs WHERE kind = 'update_shop'") == "scheduled")
        let shop = ShopCommand(in: bridge.folder)
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        _ = try run("sqlite3", [bridge.databasePath, "UPDATE jobs SET scheduled_at = 0 WHERE state = 'scheduled'"])
        try bridge.drain()
        #expect(shop.status(of: 1) == 2)
    }

    @Test("do not overwrite what the shop's staff has set in the meantime, and say so") func people() throws {
        let bridge = try bridge(orders: 1)
        let shop = ShopCommand(in: bridge.folder)
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        shop.set(9, of: 1)
        try bridge.enqueue(["crm-status", "--order", "1", "3"])
        try bridge.drain()
        #expect(shop.status(of: 1) == 9)
        let story = try bridge.queue(["order", "1"]).stdout
        #expect(story.contains("магазин не обновлён"))
        #expect(story.contains("it is on 9"))
    }

    @Test("settle an order in doubt by the address that the CRM got with it") func webhook() throws {
        let receiver = try HookReceiver()
        let bridge = try Bridge(
            [
                "hook_url": "http://127.0.0.1:\(receiver.port)/hook.php?token=t0k", "hook_statuses": "3,10",
                "timeout": "1",
            ])
        try bridge.sandbox.control(
            "fault", ["method": "new_order", "fault": "truncated", "count": 1, "creates_order": true])
        try bridge.checkOut(Samples.order(1))
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "in_doubt")
        let crmID = try #require(try bridge.sandbox.orders().first?["order_id"])
        try bridge.sandbox.control("status", ["order_id": crmID, "status": 3])
        let request = try receiver.next()
        // The next lines do what the shop's page does with the request.
        let target = request.split(separator: " ")[1]
        let query = String(target.split(separator: "?")[1])
        let body = String(request.split(separator: "\r\n", omittingEmptySubsequences: true).last ?? "")
        // Somebody who only guesses the ids has no token.
        let guessed = query.split(separator: "&").filter { !$0.hasPrefix("attempt_token=") }.joined(separator: "&")
        #expect(try bridge.enqueue(["hook", "--query", guessed], body).status == .exited(65))
        #expect(try bridge.enqueue(["hook"], body).status == .exited(65))
        #expect(try bridge.enqueue(["hook", "--query", query], body).status == .exited(0))
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.sandbox.orders().count == 1)
        #expect(try bridge.queue(["order", "1"]).stdout.contains("по вебхуку этой отправки"))
    }

    /// Makes the polls of all open orders due and runs them.
    private func poll(_ bridge: Bridge) throws {
        try bridge.drain()
        _ = try run("sqlite3", [bridge.databasePath, "UPDATE jobs SET scheduled_at = 0 WHERE kind = 'poll_status'"])
        try bridge.drain()
    }

    @Test("are polled if the account still answers, until the shop has the last one") func polled() throws {
        let bridge = try Bridge(
            ["check_statuses": "1,2", "matched_statuses": "Новый:1, В производстве:2, Выполнен:5"],
            sandbox: ["--no-limits", "--legacy-status"])
        let shop = ShopCommand(in: bridge.folder)
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        try bridge.checkOut(Samples.order(1).replacing("2026-11-23 10:00:00", with: bridge.now()))
        try bridge.drain()
        let crmID = try #require(try bridge.sandbox.orders().first?["order_id"])
        for (code, changes) in [(1, []), (3, [2]), (10, [2, 5])] as [(Int, [Int])] {
            try bridge.sandbox.control("status", ["order_id": crmID, "status": .number(code)])
            try poll(bridge)
            #expect(shop.changes(of: 1) == changes)
        }
        #expect(try bridge.text("SELECT state FROM jobs WHERE kind = 'poll_status'") == "completed")
        let asked = try bridge.count(
            "SELECT count(*) FROM attempts JOIN jobs ON id = job_id WHERE kind = 'poll_status'")
        try poll(bridge)
        #expect(
            try bridge.count("SELECT count(*) FROM attempts JOIN jobs ON id = job_id WHERE kind = 'poll_status'")
                == asked)
    }

    @Test("are not polled any more if the account has lost the method: one e-mail, and webhooks still work")
    func withdrawn() throws {
        let bridge = try Bridge(
            [
                "check_statuses": "1", "manager_email": "boss@shop.example", "matched_statuses": "3:2",
                "language": "en",
            ],
            sandbox: ["--no-limits"])
        let shop = ShopCommand(in: bridge.folder)
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        for id in 1...3 {
            try bridge.checkOut(Samples.order(id).replacing("2026-11-23 10:00:00", with: bridge.now()))
        }
        try bridge.drain()
        try poll(bridge)
        try poll(bridge)
        let methods = try bridge.sandbox.state("requests").array?.compactMap { $0["method"]?.string } ?? []
        #expect((1...3).contains(methods.count { $0 == "get_status" }))
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'notify_manager'") == 1)
        #expect(
            try bridge.count(
                "SELECT count(*) FROM jobs WHERE kind = 'poll_status' AND state IN ('scheduled', 'available')") == 0)
        #expect(try bridge.queue(["status"]).stdout.contains("answers no status requests"))
        try bridge.enqueue(["crm-status", "--order", "2", "3"])
        try bridge.drain()
        #expect(shop.changes(of: 2) == [2])
    }

    @Test("for a shop that hangs delay no order") func hangingShop() throws {
        let bridge = try bridge(orders: 3)
        let shop = ShopCommand(in: bridge.folder, broken: "echo $$ >> hanging; exec sleep 1000")
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        for order in 1...3 {
            for status in [3, 12, 4] { try bridge.enqueue(["crm-status", "--order", "\(order)", "\(status)"]) }
        }
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "apply_crm_status order:3", in: .errors)
        try bridge.enqueue(["order"], Samples.order(9))
        _ = try worker.line(containing: "send_order order:9 attempt 1: completed", in: .errors)
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'update_shop' AND state = 'running'") <= 1)
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE kind = 'update_shop' AND state = 'completed'") == 0)
        worker.send(SIGKILL)
        _ = try worker.finish()
        let hanging = String(decoding: Files.read(bridge.folder.path(of: "hanging")) ?? [], as: UTF8.self)
        for process in hanging.split(separator: "\n").compactMap({ Int32($0) }) { kill(process, SIGKILL) }
    }
}
