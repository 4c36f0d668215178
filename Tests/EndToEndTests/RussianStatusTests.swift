import Glibc
import JSON
import TestSupport
import Testing

@Suite("The screen status in Russian", .ownThread) struct RussianStatusTests {
    private func sql(_ bridge: Bridge, _ sql: String) throws {
        let result = try run("sqlite3", ["-bail", bridge.databasePath, sql])
        #expect(result.status == .exited(0), "\(result.stderr)")
    }

    @Test("shows a queue with one order") func screen() throws {
        let bridge = try Bridge([
            "manager_email": "a@shop.example", "smtp_url": "smtp://127.0.0.1:1", "shop_command": "/bin/true",
        ])
        try bridge.enqueue(["order"], Samples.order(1))
        _ = try bridge.queue(["pause", "mail", "--by", "Анна", "--reason", "переезд"])
        try sql(bridge, "UPDATE queues SET paused_at = 1795755600000")
        #expect(
            try bridge.queue(["status"]).stdout == """
                база      \(bridge.databasePath)
                заказы    ещё не отправлено 1 (new)
                Frontpad  ограничений ещё нет: программа отправки не запускалась
                стоит     mail с 2026-11-27 05:00:00 (Анна: переезд)

                очередь  вид                    состояние         число
                crm      отправка (send_order)  ждёт (available)  1

                что нужно сделать:
                 - программа отправки: не запущена, а задания ждут. Запустите frontpad-worker
                 - очередь mail остановлена с 2026-11-27 05:00:00 (Анна: переезд). Продолжить: frontpad-queue resume mail

                """)
    }

    /// Makes a queue in which as much as possible is wrong.
    private func broken() throws -> Bridge {
        let bridge = try Bridge([
            "secret": "", "matched_statuses": "3:6", "shop_command": "/no/such/program",
            "manager_email": "a@shop.example",
            "smtp_url": "smtp://127.0.0.1:1", "hook_url": "http://shop.example/hook", "send_deadline": "24",
            "phone_format": "##", "affiliate": "1:1", "point": "Пермь:1",
        ])
        try bridge.enqueue(["orders"], (1...5).map { Samples.order($0) }.joined(separator: "\n"))
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "started", in: .errors)
        worker.send(SIGKILL)
        _ = try worker.finish()
        let kinds = [
            "send_order", "update_shop", "notify_manager", "poll_status", "look_for_order", "apply_crm_status",
            "report_change", "resync", "check_article", "refresh_products",
        ]
        for kind in kinds {
            try sql(
                bridge,
                """
                INSERT INTO jobs (kind, queue, state, scheduled_at, inserted_at, attempt, reason)
                SELECT '\(kind)', 'events', 'scheduled', now, now, 1, 'сбой' FROM present
                UNION ALL SELECT '\(kind)', 'events', 'discarded', now, now, 0, 'сбой' FROM present
                """)
        }
        try sql(
            bridge,
            """
            INSERT INTO attempts SELECT id, 1, 'w', now, now, 'retried', 'сбой' FROM jobs, present WHERE attempt = 1;
            UPDATE crm_orders SET crm_state = CASE order_id
                WHEN 1 THEN 'sending' WHEN 2 THEN 'in_doubt' WHEN 3 THEN 'failed' WHEN 4 THEN 'sent' ELSE 'new' END;
            INSERT INTO restores (noticed_at, reason) SELECT now, 'it is a backup that was put in place' FROM present;
            INSERT INTO breakers SELECT 'frontpad', 'cash_close', now, now, 'x' FROM present;
            INSERT INTO settings VALUES ('frontpadapi_timeout', 'soon'), ('frontpadapi_error_status', '6')
            """)
        _ = try bridge.queue(["pause", "crm", "--by", "Анна", "--reason", "переезд"])
        mkdir(bridge.spoolPath, 0o700)
        mkdir(bridge.spoolPath + "/refused", 0o700)
        Files.write(Array("{".utf8), to: bridge.spoolPath + "/order-1.json")
        Files.write(Array("{".utf8), to: bridge.spoolPath + "/refused/order-2.json")
        return bridge
    }

    /// The words that are the same in every language: commands, their options, names of programs, queues, kinds and
    /// states, and what a person types into a setting.
    private static let names: Set<String> = [
        "Frontpad", "MODX", "API", "pid", "id", "http", "https", "city|", "frontpad-worker", "frontpad-queue",
        "settings",
        "set", "secret", "confirm", "resolve", "resume", "retry", "show", "list", "orders", "--state", "crm", "events",
        "shop", "send_order", "update_shop", "notify_manager", "poll_status", "look_for_order", "apply_crm_status",
        "report_change", "resync", "check_article", "refresh_products", "scheduled", "available", "discarded",
        "running",
        "new", "sending", "sent", "in_doubt", "failed", "cash_close", "miniShop2", "24h", "24m",
    ]

    @Test("has no English word but names") func noEnglish() throws {
        let bridge = try broken()
        let screen = try bridge.queue(["status"]).stdout
        var text = screen.replacing(bridge.spoolPath, with: "").replacing(bridge.databasePath, with: "")
        let workers = try #require(try bridge.text("SELECT group_concat(id) FROM workers"))
        for worker in workers.split(separator: ",") { text = text.replacing(worker, with: "") }
        let words = text.split { character in
            !character.isASCII || !(character.isLetter || character.isNumber || "-_|/".contains(character))
        }.map(String.init).filter { word in
            word.contains { $0.isLetter } && !word.contains("/") && !word.hasPrefix("frontpadapi_")
        }
        #expect(words.filter { !RussianStatusTests.names.contains($0) } == [], "\(screen)")
        #expect(screen.hasPrefix("СТОП      отправка остановлена: похоже, эта база — копия (это резервная копия"))
        #expect(screen.split(separator: "\n").count { $0.hasPrefix(" - ") } > 15, "\(screen)")
    }

    @Test("has the tasks that --json has in to_be_done_ru, and to_be_done has them in English") func json() throws {
        let bridge = try broken()
        let status = try JSON.parse(try bridge.queue(["status", "--json"]).stdout)
        let russian = try #require(status["to_be_done_ru"]?.array).compactMap(\.string)
        let english = try #require(status["to_be_done"]?.array).compactMap(\.string)
        #expect(russian.count == english.count && !russian.isEmpty)
        let isRussian = { (text: String) in text.unicodeScalars.contains { (0x430...0x44F).contains($0.value) } }
        #expect(russian.allSatisfy(isRussian), "\(russian)")
        #expect(english.contains("workers: none is running, and jobs wait: start frontpad-worker"), "\(english)")
    }
}
