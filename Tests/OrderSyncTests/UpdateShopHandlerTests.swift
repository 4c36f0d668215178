import JSON
import JobQueue
import TestSupport
import Testing

@testable import OrderSync

@Suite("A job that updates the shop") struct UpdateShopHandlerTests {
    /// Runs a shell script as the shop's command for one order.
    private func update(_ script: String, _ body: (Bench, JobOutcome) throws -> Void) async throws {
        let bench = try Bench()
        let path = bench.folder.path(of: "shop.sh")
        Files.write("#!/bin/sh\n\(script)\n".utf8, to: path, mode: 0o700)
        try bench.set(["shop_command": path])
        try bench.store()
        let job = UpdateShopJob(reference: try bench.reference(), setStatus: 7, comment: "Суп «1»")
        try bench.queue.insert(job.newJob)
        let claim = try bench.claim(from: "shop")
        try body(bench, try await UpdateShopHandler(queue: bench.queue).perform(claim))
    }

    @Test("gives the command one JSON object, and notes in the story that it was applied")
    func applied() async throws {
        try await update(
            """
            cat > "$(dirname "$0")/input"
            echo '{"applied":true}'
            """
        ) { bench, outcome in
            #expect(outcome == .completed())
            #expect(try bench.events().last == "shop_updated")
            let input = try #require(Files.read(bench.folder.path(of: "input")))
            #expect(input.last == UInt8(ascii: "\n"))
            let json = try JSON.parse(input)
            #expect(json["order"]?.int == 7)
            #expect(json["num"]?.string == "2611/7")
            #expect(json["expect_status"] == .null)
            #expect(json["set_status"]?.int == 7)
            #expect(json["comment"]?.string == "Суп «1»")
            #expect(json["job"]?.int != nil)
        }
    }

    @Test("is done where the shop did not want it, with the shop's reason")
    func notApplied() async throws {
        try await update(#"echo '{"applied":false,"reason":"the status is 4"}'"#) { bench, outcome in
            #expect(outcome == .completed(note: "not applied: the status is 4"))
            let story = try bench.events()
            #expect(story.last == "shop_not_updated")
        }
    }

    @Test("waits without spending an attempt where the shop asks to")
    func tryAgain() async throws {
        try await update("exit 75") { bench, outcome in
            guard case .snooze = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test("reads the answer behind what PHP has printed before it")
    func notice() async throws {
        try await update(
            #"""
            echo 'PHP Notice: {undefined} variable'
            echo '{"applied":true}'
            echo
            """#
        ) { bench, outcome in #expect(outcome == .completed()) }
    }

    @Test(
        "is tried again where no answer can be read",
        arguments: [
            "echo hello", "true", "echo '[true]'", "echo '{}'", "echo '{\"applied\":\"yes\"}'", "printf '\\377'",
        ])
    func garbage(script: String) async throws {
        try await update(script) { bench, outcome in
            guard case .retry = outcome else {
                Issue.record("\(outcome)")
                return
            }
            let story = try bench.events()
            #expect(!story.contains { $0.hasPrefix("shop") })
        }
    }

    @Test(
        "is tried again with the last line of its errors where the command fails", arguments: ["exit 1", "kill -9 $$"])
    func fails(end: String) async throws {
        try await update("echo first >&2; echo 'no database' >&2; \(end)") { bench, outcome in
            guard case .retry(let error, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(error.hasSuffix(": no database"))
        }
    }

    @Test("fails, to be tried again, where the program is missing")
    func missing() async throws {
        let bench = try Bench(["shop_command": "/nonexistent/shop"])
        try bench.store()
        try bench.queue.insert(UpdateShopJob(reference: try bench.reference(), comment: "x").newJob)
        let claim = try bench.claim(from: "shop")
        await #expect(throws: (any Error).self) { try await UpdateShopHandler(queue: bench.queue).perform(claim) }
    }

    @Test("waits unspent where no command is set, and is pointless for an order whose id has been used again")
    func none() async throws {
        let bench = try Bench()
        try bench.set(["shop_command": nil])
        try bench.store()
        let present = try bench.reference()
        try bench.queue.insert(UpdateShopJob(reference: present, comment: "x").newJob)
        let handler = UpdateShopHandler(queue: bench.queue)
        guard case .giveBack = try await handler.perform(try bench.claim(from: "shop")) else {
            Issue.record("it ran")
            return
        }
        let former = OrderReference(order: 7, incarnation: present.incarnation + 1)
        try bench.queue.insert(UpdateShopJob(reference: former, comment: "x").newJob)
        guard case .cancel = try await handler.perform(try bench.claim(from: "shop")) else {
            Issue.record("it ran")
            return
        }
    }

    @Test("round-trips through its args", arguments: [nil, 3])
    func args(status: Int?) throws {
        let reference = OrderReference(order: 7, incarnation: 2)
        let job = UpdateShopJob(reference: reference, expectStatus: status, setStatus: status, comment: "a\n«b»")
        #expect(UpdateShopJob(args: try JSON.parse(job.newJob.args)) == job)
    }
}
