import ChildProcess
import Intake
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("What the shop was told of a failure", .ownThread) struct TakingBackTests {
    /// Returns a fixture with an order that has status 1 in the shop and that Frontpad has refused.
    private func failed() async throws -> SyncFixture {
        let fixture = try SyncFixture()
        try fixture.store()
        let server = crm(refusal("invalid_product_keys"))
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        return fixture
    }

    private func last(_ kind: String, _ fixture: SyncFixture) throws -> JSON {
        try #require(try fixture.jobs(kind).last)
    }

    @Test("is taken back when the order is sent after all, and its status returns") func sentAfterAll() async throws {
        let fixture = try await failed()
        #expect(try last("update_shop", fixture)["set_status"]?.int == 7)
        let reference = try fixture.reference()
        _ = try fixture.database.write { try SendRequest.make(reference, queue: fixture.queue, in: $0) }
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        let update = try last("update_shop", fixture)
        #expect(update["expect_status"]?.int == 7)
        #expect(update["set_status"]?.int == 1)
        #expect(update["comment"]?.string?.contains("cancel the one you entered") == true)
        #expect(try last("notify_manager", fixture)["subject"]?.string == "Order 2611/7 is now in Frontpad")
        // There is nothing left to take back.
        #expect(try fixture.count("SELECT count(*) FROM told_troubles") == 0)
    }

    @Test("leaves a status alone that a person has set meanwhile") func movedOn() async throws {
        let fixture = try await failed()
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'update_shop'")
        try fixture.store(event: "status", seq: 9, status: 3)
        let reference = try fixture.reference()
        _ = try fixture.database.write { try SendRequest.make(reference, queue: fixture.queue, in: $0) }
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        // The shop changes the status only if the order still has the error status.
        let update = try last("update_shop", fixture)
        #expect(update["expect_status"]?.int == 7)
        #expect(update["set_status"]?.int == 3)
        #expect(update["comment"]?.string?.contains("cancel the one you entered") == true)
    }

    @Test("keeps the first status when it fails again") func failedTwice() async throws {
        let fixture = try await failed()
        let reference = try fixture.reference()
        for _ in 1...2 {
            fixture.advance(by: 60_000)
            _ = try fixture.database.write { try SendRequest.make(reference, queue: fixture.queue, in: $0) }
            let server = crm(refusal("invalid_product_keys"))
            #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        }
        #expect(try fixture.count("SELECT status_before FROM told_troubles") == 1)
    }

    /// An order that failed while its checkout had not set its status yet, and whose checkout told nothing later.
    ///
    /// - Parameter answer: of the shop's command to the error status.
    private func failedInCheckout(answer: String) async throws -> SyncFixture {
        let fixture = try SyncFixture(["shop_command": "/bin/echo \(answer)"])
        try fixture.store(status: 0)
        let server = crm(refusal("invalid_product_keys"))
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        fixture.advance(by: 10_000)
        try await fixture.perform(try fixture.claim(from: "shop"), by: UpdateShopHandler(queue: fixture.queue))
        let reference = try fixture.reference()
        _ = try fixture.database.write { try SendRequest.make(reference, queue: fixture.queue, in: $0) }
        let accepting = crm(taken)
        #expect(try await fixture.send(to: accepting.url()) == .finished(.completed))
        return fixture
    }

    /// What the shop's command is asked for next.
    private func nextInput(_ fixture: SyncFixture) async throws -> JSON {
        let inputs = Monitor<[[UInt8]]>([])
        let handler = UpdateShopHandler(queue: fixture.queue) { child in
            inputs.withLock { $0.append(child.input) }
            let answer = Array(#"{"applied":true,"status":3}"#.utf8)
            return ChildResult(ending: .exited(0), standardOutput: Captured(bytes: answer))
        }
        fixture.advance(by: 1_000)
        try await fixture.perform(try fixture.claim(from: "shop"), by: handler)
        return try JSON.parse(try #require(inputs.withLock { $0.first }))
    }

    @Test("returns to the status that the shop said it had, whatever the events said") func toldByShop() async throws {
        let answer = #"{\"applied\":true,\"status\":7,\"status_before\":3}"#
        let fixture = try await failedInCheckout(answer: answer)
        let input = try await nextInput(fixture)
        #expect(input["expect_status"]?.int == 7)
        #expect(input["set_status"]?.int == 3)
        #expect(try fixture.count("SELECT count(*) FROM statuses_before_error") == 0)
    }

    @Test("never returns to the status 0 of a checkout that was not over") func noStatusYet() async throws {
        for before in ["", #",\"status_before\":0"#, #",\"status_before\":7"#] {
            let fixture = try await failedInCheckout(answer: #"{\"applied\":true,\"status\":7\#(before)}"#)
            let input = try await nextInput(fixture)
            #expect(input["set_status"] == .null && input["expect_status"] == .null)
            #expect(input["comment"]?.string?.isEmpty == false)
        }
    }

    @Test("returns to the status that the shop tells only while both updates wait") func toldLate() async throws {
        let fixture = try SyncFixture()
        try fixture.store(status: 0)
        let server = crm(refusal("invalid_product_keys"))
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        let reference = try fixture.reference()
        _ = try fixture.database.write { try SendRequest.make(reference, queue: fixture.queue, in: $0) }
        let accepting = crm(taken)
        #expect(try await fixture.send(to: accepting.url()) == .finished(.completed))
        // The error status is set only now.
        fixture.advance(by: 10_000)
        let answer = Array(#"{"applied":true,"status":7,"status_before":2}"#.utf8)
        let handler = UpdateShopHandler(queue: fixture.queue) { _ in
            ChildResult(ending: .exited(0), standardOutput: Captured(bytes: answer))
        }
        try await fixture.perform(try fixture.claim(from: "shop"), by: handler)
        #expect(try await nextInput(fixture)["set_status"]?.int == 2)
    }

    @Test("is taken back when a person finds the order") func found() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server = ScriptedServer(.read, .reset)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(try fixture.state() == "in_doubt")
        let reference = try fixture.reference()
        _ = try fixture.database.write {
            try OrderActions(queue: fixture.queue).resolve(reference, .sent(crmOrderID: "17"), in: $0)
        }
        let update = try last("update_shop", fixture)
        #expect(update["set_status"]?.int == 1)
        #expect(update["comment"]?.string?.contains("is in Frontpad as No.\u{A0}17") == true)
        #expect(try last("notify_manager", fixture)["subject"]?.string == "Order 2611/7 is in Frontpad")
    }

    @Test("is one mail where a person puts several orders in doubt after a restore") func confirmNone() throws {
        let fixture = try SyncFixture()
        for id in [7, 8, 9] { try fixture.store(id) }
        try fixture.run("INSERT INTO restores (noticed_at, reason) VALUES (9999999999999, 'a copy')")
        #expect(try fixture.database.write { try Confirmation(queue: fixture.queue).decide(.doubt, in: $0) } == 3)
        let mails = try fixture.jobs("notify_manager")
        #expect(mails.count == 1)
        for number in ["2611/7", "2611/8", "2611/9"] {
            #expect(mails.first?["body"]?.string?.contains(number) == true)
        }
        #expect(try fixture.jobs("update_shop").count == 3)
    }
}
