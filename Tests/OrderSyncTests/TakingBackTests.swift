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
