import Intake
import JSON
import JobQueue
import SQLite
import Shop
import TestSupport
import Testing

@testable import OrderSync

/// A shop with a real script as its command. The script prints documents and stores the questions that it was asked.
private struct ResyncShop {
    let fixture: SyncFixture

    /// - Parameter script: the shell commands that run after the question is stored.
    init(_ script: String, _ settings: [String: String] = [:]) throws {
        fixture = try SyncFixture(["send_status": "2"].merging(settings) { $1 })
        // The installation was a day ago.
        try fixture.run("UPDATE installation SET installed_at = installed_at - 86400000")
        try answer(script)
        try fixture.set(["shop_command": fixture.folder.path(of: "shop.sh")])
    }

    func answer(_ script: String) throws {
        let questions = fixture.folder.path(of: "questions")
        Files.write(
            "#!/bin/sh\nread -r question\necho \"$question\" >>'\(questions)'\n\(script)\n".utf8,
            to: fixture.folder.path(of: "shop.sh"), mode: 0o700)
    }

    /// Makes the script print these documents.
    func answer(_ documents: [JSON]) throws {
        let path = fixture.folder.path(of: "orders")
        Files.write(documents.map { $0.serialized() + "\n" }.joined().utf8, to: path)
        try answer("cat '\(path)'")
    }

    /// - Parameter age: the age of the order in minutes.
    func document(
        _ id: Int, num: String? = nil, status: Int = 2, seq: Int? = 5, age: Int64 = 30, event: String = "import"
    ) -> JSON {
        let createdon = LocalTime(milliseconds: fixture.queue.clock.now() - age * 60_000, in: .machine).text
        return [
            "id": .number(id), "num": .string(num ?? "2611/\(id)"), "status": .number(status),
            "event": .string(event), "event_seq": JSON(seq), "createdon": .string(createdon),
            "products": [Fixture.product()], "address": ["receiver": "Иван", "phone": "+79123456789"],
        ]
    }

    /// Stores this document as a hook would, with some values replaced.
    func store(_ document: JSON, _ values: JSON.Object) throws {
        var object = try #require(document.object)
        for (key, value) in values.entries { object[key] = value }
        let item = try OrderIntake.Item(Array(JSON.object(object).serialized().utf8))
        _ = try OrderIntake(database: fixture.database).store([item])
    }

    /// Inserts the job and runs it until the comparison is complete.
    ///
    /// - Returns: the note of the last attempt.
    @discardableResult
    func compare(_ handler: ResyncHandler? = nil) async throws -> String? {
        try fixture.queue.insert(ResyncJob())
        let handler = handler ?? ResyncHandler(queue: fixture.queue)
        for _ in 1...100 {
            let claim = try fixture.claim(from: "resync")
            let outcome = try await handler.perform(claim)
            _ = try fixture.database.write { connection in
                try fixture.queue.finish(claim, outcome, backoff: handler.backoff, in: connection)
            }
            if case .completed(let note) = outcome { return note }
        }
        Issue.record("the comparison does not end")
        return nil
    }

    var questions: [JSON] {
        get throws {
            let bytes = Files.read(fixture.folder.path(of: "questions")) ?? []
            return try bytes.split(separator: UInt8(ascii: "\n")).map {
                try #require(try JSON.parse(Array($0))["resync"])
            }
        }
    }

    var orders: [String] {
        get throws {
            try fixture.database.read {
                try $0.column("SELECT order_id || ' ' || event || ' ' || status FROM every_order ORDER BY order_id")
            }
        }
    }

    var waiting: Int? {
        get throws { try fixture.count("SELECT count(*) FROM jobs WHERE kind = 'send_order' AND state = 'available'") }
    }

    func issues() throws -> [HealthIssue] {
        try fixture.database.read { connection in
            try HealthReport.read(
                queue: fixture.queue, spool: SpoolFolder(path: fixture.folder.path(of: "spool")), sendmail: "/nowhere",
                on: connection)
        }.issues
    }
}

@Suite("A comparison with the shop", .ownThread) struct ResyncTests {
    @Test("finds an order that no door has brought, and it is sent once") func lost() async throws {
        let shop = try ResyncShop("true")
        // The event in the shop's document does not count.
        let document = shop.document(7, event: "created")
        try shop.answer([document])
        #expect(try await shop.compare() == "1 orders compared, 1 taken in, 0 unusable")
        #expect(try shop.orders == ["7 import 2"])
        #expect(try shop.waiting == 1)
        let server = crm(taken)
        #expect(try await shop.fixture.send(to: server.url()) == .finished(.completed))
        // The order comes again in each comparison, and in the end its hook comes too.
        for _ in 1...2 {
            #expect(try await shop.compare() == "1 orders compared, 0 taken in, 0 unusable")
        }
        try shop.store(document, ["event": "created", "event_seq": .null, "status": 0])
        try shop.store(document, ["event": "status"])
        #expect(try shop.waiting == 0)
        #expect(try shop.fixture.state() == "sent")
        #expect(try shop.fixture.count("SELECT max(incarnation) FROM crm_orders") == 1)
    }

    @Test("asks for the trigger statuses since an hour before the last one, and at most for a week")
    func question() async throws {
        let shop = try ResyncShop("true", ["send_statuses": "3:6, 1:2"])
        let start = shop.fixture.queue.clock.now()
        try await shop.compare()
        let first = try #require(try shop.questions.last)
        #expect(first["statuses"] == [2, 6])
        #expect(first["limit"]?.int == 100)
        #expect(first["after"] == nil)
        // The comparison asks only for orders from after the installation.
        let installed = try #require(try shop.fixture.count("SELECT installed_at FROM installation"))
        #expect(first["since"]?.int == installed)
        shop.fixture.advance(by: 300_000)
        try await shop.compare()
        let second = try #require(try shop.questions.last?["since"]?.int)
        #expect((-5_000...60_000).contains(Int64(second) - (start - 3_600_000)))
        shop.fixture.advance(by: 30 * 86_400_000)
        try await shop.compare()
        let third = try #require(try shop.questions.last?["since"]?.int)
        #expect((0...60_000).contains(shop.fixture.queue.clock.now() - 7 * 86_400_000 - Int64(third) + 30_000))
    }

    @Test("goes back to where the last complete one was, after failures") func afterFailures() async throws {
        let shop = try ResyncShop("true")
        try await shop.compare()
        let completed = shop.fixture.queue.clock.now()
        try shop.answer("exit 1")
        for _ in 1...2 {
            shop.fixture.advance(by: 4 * 3_600_000)
            try await shop.compare()
        }
        let since = try #require(try shop.questions.last?["since"]?.int)
        #expect((-60_000...0).contains(Int64(since) - (completed - 3_600_000)))
    }

    @Test("leaves alone what the queue knows, whatever became of it") func known() async throws {
        let shop = try ResyncShop("true")
        let document = shop.document(7, seq: 9, age: 60)
        try shop.store(document, [:])
        var newer = try #require(document.object)
        newer["event_seq"] = 20
        newer["products"] = [Fixture.product(), Fixture.product()]
        try shop.answer([.object(newer)])
        for state in ["new", "sending", "sent", "in_doubt", "failed"] {
            try shop.fixture.run("UPDATE crm_orders SET crm_state = '\(state)'")
            try await shop.compare()
            #expect(try shop.fixture.state() == state)
            #expect(try shop.fixture.text("SELECT document FROM orders") == document.serialized())
        }
        #expect(try shop.fixture.count("SELECT count(*) FROM jobs WHERE kind = 'report_change'") == 0)
    }

    @Test(
        "brings the status that an order waits for, if its hook was lost",
        arguments: [(nil, 5, true), (3, 5, true), (5, 5, false), (9, 5, false)] as [(Int?, Int, Bool)])
    func lostStatus(knownSeq: Int?, seq: Int, isTaken: Bool) async throws {
        let shop = try ResyncShop("true")
        let document = shop.document(7, seq: seq)
        try shop.store(document, ["event": "created", "status": 1, "event_seq": JSON(knownSeq)])
        try shop.answer([document])
        try await shop.compare()
        #expect(try shop.orders == [isTaken ? "7 status 2" : "7 created 1"])
        #expect(try shop.waiting == (isTaken ? 1 : 0))
    }

    @Test("does not bring back an order that was cancelled") func cancelled() async throws {
        let shop = try ResyncShop("true", ["cancel_statuses": "4"])
        let document = shop.document(7, seq: 4)
        try shop.store(document, ["event": "status", "event_seq": 5, "status": 4])
        try shop.answer([document])
        try await shop.compare()
        #expect(try shop.orders == ["7 status 4"])
        #expect(try shop.waiting == 0)
    }

    @Test("takes an order in that was made before the installation, and does not send it") func older() async throws {
        let shop = try ResyncShop("true")
        try shop.answer([shop.document(7, age: 3 * 24 * 60)])
        try await shop.compare()
        #expect(try shop.orders == ["7 import 2"])
        #expect(try shop.waiting == 0)
        #expect(try shop.fixture.text("SELECT obstacle FROM order_obstacles") == "made_before_installation")
    }

    @Test("leaves an order for the next time that may be in the middle of its checkout") func checkout() async throws {
        let shop = try ResyncShop("true")
        try shop.answer([shop.document(7, age: 1)])
        try await shop.compare()
        #expect(try shop.orders == [])
        shop.fixture.advance(by: 120_000)
        try await shop.compare()
        #expect(try shop.orders == ["7 import 2"])
    }

    @Test("knows the order of a reused id from the one that had it before") func reusedID() async throws {
        let shop = try ResyncShop("true")
        try shop.fixture.store(event: "status", seq: 5, status: 2)
        try shop.fixture.run("UPDATE jobs SET state = 'completed'")
        try shop.fixture.run("UPDATE crm_orders SET crm_state = 'sent'")
        try shop.answer([shop.document(7, age: 20)])
        try await shop.compare()
        #expect(try shop.fixture.count("SELECT max(incarnation) FROM crm_orders") == 2)
        #expect(try shop.waiting == 1)
        try await shop.compare()
        #expect(try shop.fixture.count("SELECT max(incarnation) FROM crm_orders") == 2)
    }

    @Test("where orders are sent at their creation, passes over those that somebody has dealt with")
    func sentAtCreation() async throws {
        let shop = try ResyncShop(
            "true",
            [
                "send_status": "", "cancel_statuses": "4", "error_status": "7",
                "matched_statuses": "Новый:1, В пути:5, 10:6",
            ])
        try shop.answer((1...7).map { shop.document($0, status: $0) })
        try await shop.compare()
        #expect(try shop.questions.last?["statuses"] == [])
        #expect(try shop.orders == ["1 import 1", "2 import 2", "3 import 3"])
        #expect(try shop.waiting == 3)
    }

    @Test("goes through a thousand orders in portions, and goes on after a crash between them") func many() async throws
    {
        let shop = try ResyncShop("true")
        let path = shop.fixture.folder.path(of: "orders")
        Files.write((1...1_000).map { shop.document($0).serialized() + "\n" }.joined().utf8, to: path)
        // The script answers as an SQL query would. It prints at most `limit` orders with ids above `after`.
        try shop.answer(
            #"""
            after=$(echo "$question" | sed -n 's/.*"after":\([0-9]*\).*/\1/p')
            tail -n +$((${after:-0} + 1)) '\#(path)' | head -n 100
            """#)
        try shop.fixture.queue.insert(ResyncJob())
        let claim = try shop.fixture.claim(from: "resync")
        guard case .giveBack = try await ResyncHandler(queue: shop.fixture.queue).perform(claim) else {
            Issue.record("the first portion is the whole")
            return
        }
        #expect(try shop.orders.count == 100)
        try shop.fixture.run("UPDATE jobs SET state = 'completed' WHERE id = \(claim.job.id)")
        try await shop.compare()
        #expect(try shop.orders.count == 1_000)
        #expect(try shop.waiting == 1_000)
        let after = try shop.questions.map { $0["after"]?.int ?? 0 }
        #expect(after == Array(stride(from: 0, through: 1_000, by: 100)))
    }

    @Test("ends with a command that ignores the limit, or does not know where to go on") func endless() async throws {
        let shop = try ResyncShop("true")
        try shop.answer((1...150).map { shop.document($0) })
        #expect(try await shop.compare() == "150 orders compared, 150 taken in, 0 unusable")
        try shop.answer((1...100).map { shop.document($0) })
        let note = try await shop.compare()
        #expect(note?.contains("does not know «after»") == true)
        #expect(try shop.issues().contains { if case .shopNotCompared = $0 { true } else { false } })
    }

    @Test("uses the whole lines of an answer that is too long, and asks for the rest") func tooLong() async throws {
        let shop = try ResyncShop("true")
        try shop.answer([])
        let path = shop.fixture.folder.path(of: "orders")
        Files.write((1...6).map { shop.document($0).serialized() + "\n" }.joined().utf8, to: path)
        try shop.answer(
            #"""
            after=$(echo "$question" | sed -n 's/.*"after":\([0-9]*\).*/\1/p')
            tail -n +$((${after:-0} + 1)) '\#(path)'
            """#)
        let handler = ResyncHandler(queue: shop.fixture.queue, output: 1_000)
        try await shop.compare(handler)
        #expect(try shop.orders.count == 6)
        #expect(try shop.questions.count > 1)
    }

    @Test("is asked once in five minutes by all workers together") func once() throws {
        let shop = try ResyncShop("true")
        let other = JobQueue(database: shop.fixture.database, clock: shop.fixture.queue.clock)
        let inserted = try [shop.fixture.queue, other, other].map { try ResyncSchedule.look(queue: $0) }
        #expect(inserted == [true, false, false])
        #expect(try shop.fixture.jobs("resync").count == 1)
        try shop.fixture.run("UPDATE jobs SET state = 'completed'")
        shop.fixture.advance(by: ResyncSchedule.interval)
        #expect(try ResyncSchedule.look(queue: other))
        #expect(try shop.fixture.jobs("resync").count == 2)
    }

    @Test("is not asked for without a command, or before the settings say when an order is sent")
    func unset() throws {
        for setting in ["shop_command", "send_status"] {
            let shop = try ResyncShop("true")
            try shop.fixture.set([setting: nil])
            #expect(try !ResyncSchedule.look(queue: shop.fixture.queue))
        }
    }

    @Test(
        "leaves a command in peace for a day that does not know the question, and says so",
        arguments: [
            "exit 64", "exit 1", "echo broken", #"echo '{"applied":false,"status":null,"reason":"no order"}'"#,
            "echo '[]'", "printf '\\377\\n'", "kill -9 $$", "head -c 100000 /dev/zero", "echo '{\"id\":'",
        ])
    func unknown(script: String) async throws {
        let shop = try ResyncShop(script)
        #expect(try await shop.compare()?.contains("gave no orders") == true)
        #expect(try shop.orders == [])
        #expect(try shop.issues().contains { if case .shopNotCompared = $0 { true } else { false } })
        shop.fixture.advance(by: 86_400_000 - 1_000)
        #expect(try !ResyncSchedule.look(queue: shop.fixture.queue))
        shop.fixture.advance(by: 1_000)
        #expect(try ResyncSchedule.look(queue: shop.fixture.queue))
        // The command was repaired.
        try shop.answer([])
        try shop.fixture.run("DELETE FROM jobs")
        try await shop.compare()
        #expect(try !shop.issues().contains { if case .shopNotCompared = $0 { true } else { false } })
    }

    @Test("asks a new command at once") func newCommand() async throws {
        let shop = try ResyncShop("exit 64")
        try await shop.compare()
        shop.fixture.advance(by: ResyncSchedule.interval)
        #expect(try !ResyncSchedule.look(queue: shop.fixture.queue))
        try shop.fixture.set(["shop_command": "/bin/true resync"])
        #expect(try !shop.issues().contains { if case .shopNotCompared = $0 { true } else { false } })
        #expect(try ResyncSchedule.look(queue: shop.fixture.queue))
    }

    @Test("is repeated at the next time if the shop is not ready") func notNow() async throws {
        let shop = try ResyncShop("exit 75")
        #expect(try await shop.compare() == "the shop asks to try again later")
        #expect(
            try shop.fixture.count("SELECT count(*) FROM resync WHERE failed_at IS NULL AND compared_at IS NULL") == 1)
    }

    @Test("ends a command that hangs, and what it started") func hanging() async throws {
        let shop = try ResyncShop("sleep 1000")
        let handler = ResyncHandler(queue: shop.fixture.queue, timeLimit: .milliseconds(200))
        #expect(try await shop.compare(handler)?.contains("did not end within 200 ms") == true)
    }

    @Test("notes a command that cannot be started") func missing() async throws {
        let shop = try ResyncShop("true", ["shop_command": "/nonexistent/shop"])
        try shop.fixture.set(["shop_command": "/nonexistent/shop"])
        #expect(try await shop.compare()?.contains("it cannot be run") == true)
    }

    @Test("tells of orders whose documents cannot be used, once, and takes the others in") func unusable() async throws
    {
        let shop = try ResyncShop("true")
        var bad = try #require(shop.document(8).object)
        bad["products"] = "none"
        try shop.answer([shop.document(7), .object(bad), shop.document(9)])
        for _ in 1...2 { try await shop.compare() }
        #expect(try shop.orders == ["7 import 2", "9 import 2"])
        let mails = try shop.fixture.jobs("notify_manager")
        #expect(mails.map { $0["subject"]?.string } == ["1\u{A0}order of the shop cannot be read"])
        #expect(mails.first?["body"]?.string?.contains("Their ids in the shop: 8.") == true)
        let issue = try shop.issues().first { if case .documentsUnusable = $0 { true } else { false } }
        guard case .documentsUnusable(1, "8", let reason) = issue else {
            Issue.record("\(String(describing: issue))")
            return
        }
        #expect(reason.contains("products"))
        // The order arrives in another way.
        try shop.fixture.store(8, event: "status", seq: 5, status: 2)
        #expect(try !shop.issues().contains { if case .documentsUnusable = $0 { true } else { false } })
    }

    @Test("passes over notices of PHP between the documents") func notices() async throws {
        let shop = try ResyncShop("true")
        try shop.answer([shop.document(7)])
        try shop.answer("echo 'PHP Notice: x'; cat '\(shop.fixture.folder.path(of: "orders"))'")
        #expect(try await shop.compare() == "1 orders compared, 1 taken in, 0 unusable")
        #expect(try shop.fixture.jobs("notify_manager").isEmpty)
    }
}
