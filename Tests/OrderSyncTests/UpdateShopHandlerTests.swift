import Intake
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("A job that updates the shop", .ownThread) struct UpdateShopHandlerTests {
    /// Runs a shell script as the shop's command for one order.
    private func update(_ script: String, _ body: (SyncFixture, JobOutcome) throws -> Void) async throws {
        let fixture = try SyncFixture()
        let path = fixture.folder.path(of: "shop.sh")
        Files.write("#!/bin/sh\n\(script)\n".utf8, to: path, mode: 0o700)
        try fixture.set(["shop_command": path])
        try fixture.store(event: "status")
        let job = UpdateShopJob(reference: try fixture.reference(), setStatus: 7, comment: "Суп «1»")
        try fixture.queue.insert(job)
        let claim = try fixture.claim(from: "shop")
        try body(fixture, try await UpdateShopHandler(queue: fixture.queue).perform(claim))
    }

    @Test("passes one JSON object to the command, and records in the history that it was applied")
    func applied() async throws {
        try await update(
            """
            cat > "$(dirname "$0")/input"
            echo '{"applied":true}'
            """
        ) { fixture, outcome in
            #expect(outcome == .completed())
            #expect(try fixture.events().last == "shop_updated")
            let input = try #require(Files.read(fixture.folder.path(of: "input")))
            #expect(input.last == UInt8(ascii: "\n"))
            let json = try JSON.parse(input)
            #expect(json["order"]?.int == 7)
            #expect(json["num"]?.string == "2611/7")
            #expect(json["createdon"]?.string == (try fixture.text("SELECT createdon_local FROM orders")))
            #expect(json["expect_status"] == .null)
            #expect(json["set_status"]?.int == 7)
            #expect(json["comment"]?.string == "Суп «1»")
            #expect(json["job"]?.int != nil)
        }
    }

    @Test("waits for the end of the checkout that created the order, so that its status stands at the end")
    func checkout() async throws {
        let fixture = try SyncFixture(["shop_command": "/bin/echo {\"applied\":true}"])
        try fixture.store()
        let reference = try fixture.reference()
        try fixture.queue.insert(UpdateShopJob(reference: reference, setStatus: 7))
        let handler = UpdateShopHandler(queue: fixture.queue)
        let claim = try fixture.claim(from: "shop")
        guard case .snooze(let milliseconds, _) = try await handler.perform(claim) else {
            Issue.record("it did not wait")
            return
        }
        #expect((1...10_000).contains(milliseconds))
        // The checkout sets the status, so it is over.
        try fixture.store(event: "status", seq: 2)
        if case .snooze = try await handler.perform(claim) { Issue.record("it still waits") }
    }

    @Test("lets an older update of its order go first, although that one became due later") func older() async throws {
        let fixture = try SyncFixture(["shop_command": "/bin/false"])
        try fixture.store(event: "status")
        let reference = try fixture.reference()
        let handler = UpdateShopHandler(queue: fixture.queue)
        try fixture.queue.insert(UpdateShopJob(reference: reference, comment: "first"))
        try await fixture.perform(try fixture.claim(from: "shop"), by: handler)
        try fixture.queue.insert(UpdateShopJob(reference: reference, comment: "second"))
        // Both jobs are due, and the failed one comes after the other one in the queue.
        fixture.advance(by: 60_000)
        let path = fixture.folder.path(of: "shop.sh")
        Files.write("#!/bin/sh\necho '{\"applied\":true}'\n".utf8, to: path, mode: 0o700)
        try fixture.set(["shop_command": path])
        for _ in 1...3 {
            try await fixture.perform(try fixture.claim(from: "shop"), by: handler)
            fixture.advance(by: 1_000)
        }
        let order = try fixture.database.read {
            try $0.column(
                "SELECT json_extract(args, '$.comment') FROM jobs WHERE state = 'completed' ORDER BY finished_at",
                as: String.self)
        }
        #expect(order == ["first", "second"])
    }

    @Test("is not held up for ever by a checkout that sets no status") func noStatus() async throws {
        let fixture = try SyncFixture(["shop_command": "/bin/echo {\"applied\":true}"])
        try fixture.store()
        let reference = try fixture.reference()
        try fixture.queue.insert(UpdateShopJob(reference: reference, setStatus: 7))
        fixture.advance(by: 10_000)
        let claim = try fixture.claim(from: "shop")
        if case .snooze = try await UpdateShopHandler(queue: fixture.queue).perform(claim) {
            Issue.record("it still waits")
        }
    }

    @Test("completes if the shop did not apply it, with the shop's reason")
    func notApplied() async throws {
        try await update(#"echo '{"applied":false,"reason":"the status is 4"}'"#) { fixture, outcome in
            #expect(outcome == .completed(note: "not applied: the status is 4"))
            let story = try fixture.events()
            #expect(story.last == "shop_not_updated")
        }
    }

    @Test("waits without spending an attempt if the shop asks for that")
    func tryAgain() async throws {
        try await update("exit 75") { fixture, outcome in
            guard case .snooze = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test("finds the answer after other output of PHP")
    func notice() async throws {
        try await update(
            #"""
            echo 'PHP Notice: {undefined} variable'
            echo '{"applied":true}'
            echo
            """#
        ) { fixture, outcome in #expect(outcome == .completed()) }
    }

    @Test(
        "is retried if no answer can be read",
        arguments: [
            "echo hello", "true", "echo '[true]'", "echo '{}'", "echo '{\"applied\":\"yes\"}'", "printf '\\377'",
        ])
    func garbage(script: String) async throws {
        try await update(script) { fixture, outcome in
            guard case .retry = outcome else {
                Issue.record("\(outcome)")
                return
            }
            let story = try fixture.events()
            #expect(!story.contains { $0.hasPrefix("shop") })
        }
    }

    @Test(
        "is retried with the last line of standard error if the command fails", arguments: ["exit 1", "kill -9 $$"])
    func fails(end: String) async throws {
        try await update("echo first >&2; echo 'no database' >&2; \(end)") { fixture, outcome in
            guard case .retry(let error, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(error.hasSuffix(": no database"))
        }
    }

    @Test("is retried if the program is missing")
    func missing() async throws {
        let fixture = try SyncFixture(["shop_command": "/nonexistent/shop"])
        try fixture.store()
        try fixture.queue.insert(UpdateShopJob(reference: try fixture.reference(), comment: "x"))
        let claim = try fixture.claim(from: "shop")
        await #expect(throws: (any Error).self) { try await UpdateShopHandler(queue: fixture.queue).perform(claim) }
    }

    @Test("waits without spending an attempt if no command is set, and is cancelled if the order's id was reused")
    func none() async throws {
        let fixture = try SyncFixture()
        try fixture.set(["shop_command": nil])
        try fixture.store()
        let present = try fixture.reference()
        try fixture.queue.insert(UpdateShopJob(reference: present, comment: "x"))
        let handler = UpdateShopHandler(queue: fixture.queue)
        guard case .giveBack = try await handler.perform(try fixture.claim(from: "shop")) else {
            Issue.record("it ran")
            return
        }
        let former = OrderReference(order: 7, incarnation: present.incarnation + 1)
        try fixture.queue.insert(UpdateShopJob(reference: former, comment: "x"))
        guard case .cancel = try await handler.perform(try fixture.claim(from: "shop")) else {
            Issue.record("it ran")
            return
        }
    }

    @Test("reads back its args", arguments: [nil, 3])
    func args(status: Int?) throws {
        let reference = OrderReference(order: 7, incarnation: 2)
        let job = UpdateShopJob(reference: reference, expectStatus: status, setStatus: status, comment: "a\n«b»")
        #expect(UpdateShopJob(args: job.args) == job)
    }
}
