import JSON
import SQLite
import TestSupport
import Testing

@Suite("Many processes at once", .ownThread) struct TogetherTests {
    @Test("leave one migrated database if ten of them start without one") func tenStarts() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "queue.db")
        let programs = try (1...10).map { number in
            number % 2 == 0
                ? try RunningProgram(Programs.path(named: "frontpad-queue"), ["status", "--db", path])
                : try RunningProgram(
                    Programs.path(named: "frontpad-enqueue"), ["order", "--db", path],
                    input: Array(Samples.order(number).utf8))
        }
        for program in programs {
            #expect(try program.finish() == .exited(0))
            #expect(program.text(of: .errors) == "")
        }
        let applied = try run(
            "sqlite3",
            [path, "SELECT series, min(version), max(version) = count(*) FROM schema_migrations GROUP BY 1"])
        #expect(applied.stdout == "queue|1|1\nshop|1|1\n")
        #expect(try run("sqlite3", [path, "SELECT count(*) FROM orders"]).stdout == "5\n")
    }

    @Test("enqueue and drain: no process reports a lock, every order arrives once, within the CRM's limits")
    func enqueueAndDrain() throws {
        // The CRM's limit per second applies as usual. With the limit per minute, this test would take a minute.
        let bridge = try Bridge(["requests_per_minute": "1000"])
        let workers = try (1...3).map { _ in try bridge.startWorker() }
        for worker in workers { _ = try worker.line(containing: "started", in: .errors) }
        let enqueuers = try (0..<10).map { number in
            let documents = (1...2).map { Samples.order(number * 2 + $0) }.joined(separator: "\n")
            return try RunningProgram(
                Programs.path(named: "frontpad-enqueue"), ["orders"], input: Array(documents.utf8),
                environment: bridge.environment)
        }
        for enqueuer in enqueuers {
            #expect(try enqueuer.finish() == .exited(0))
            #expect(enqueuer.text(of: .output).hasPrefix("2 stored"))
            #expect(enqueuer.text(of: .errors) == "")
        }
        // The drain ends when no job waits for the budget any more.
        #expect(try bridge.drain().status == .exited(0))
        for worker in workers {
            worker.send(15)
            #expect(try worker.finish() == .exited(0))
            #expect(!worker.text(of: .errors).contains("locked"))
            #expect(!worker.text(of: .errors).contains("trouble"))
        }
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'sent'") == 20)
        #expect(
            try bridge.count(
                "SELECT count(*) FROM (SELECT 1 FROM attempts GROUP BY job_id HAVING count(*) = 1)") == 20)
        #expect(try bridge.count("SELECT count(*) FROM attempts WHERE outcome = 'completed'") == 20)
        let orders = try bridge.sandbox.orders()
        #expect(Set(orders.compactMap { $0["order_id"]?.string }).count == 20)
        let requests = try bridge.sandbox.state("requests").array ?? []
        #expect(requests.count == 20)
        #expect(requests.allSatisfy { $0["outcome"]?.string != "requests_limit" })
    }

    @Test("drain one queue together: each job runs once, and none of them ends with an error") func drains() throws {
        let bridge = try Bridge(
            ["requests_per_second": "1000", "requests_per_minute": "1000"], sandbox: ["--no-limits"])
        try bridge.enqueue(["orders"], (1...30).map { Samples.order($0) }.joined(separator: "\n"))
        let workers = try (1...3).map { _ in try bridge.startWorker(["--drain"]) }
        for worker in workers {
            #expect(try worker.finish() == .exited(0))
            #expect(!worker.text(of: .errors).contains("locked"))
            #expect(!worker.text(of: .errors).contains("trouble"))
        }
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'sent'") == 30)
        #expect(try bridge.count("SELECT count(*) FROM attempts") == 30)
        #expect(try bridge.count("SELECT count(*) FROM attempts WHERE outcome = 'completed'") == 30)
        #expect(try bridge.sandbox.orders().count == 30)
    }
}
