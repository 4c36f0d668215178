import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("An answer that comes after its order was put in doubt", .ownThread) struct LateAnswerTests {
    /// Sends an order. While the CRM processes it, the worker loses its lease, and another worker marks the order as
    /// in doubt.
    private func send(answering answer: String) async throws -> SyncFixture {
        let fixture = try SyncFixture()
        try fixture.store()
        let claim = try #require(try fixture.claim())
        let server = ScriptedServer(
            .read,
            .perform {
                do {
                    try fixture.run("UPDATE jobs SET state = 'available', worker = NULL WHERE kind = 'send_order'")
                    let reference = try fixture.reference()
                    let settings = try fixture.settings
                    try fixture.database.write { connection in
                        let order = try #require(try CRMOrder.read(reference, on: connection))
                        try Settlement(queue: fixture.queue, settings: settings).trouble(
                            .inDoubt(.workerDied), with: order, in: connection)
                    }
                } catch {
                    Issue.record(error)
                }
            }, .send("HTTP/1.1 200 OK\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)"))
        #expect(try await fixture.perform(claim, by: fixture.handler(server.url())) == .lost)
        return fixture
    }

    @Test("and accepts it is kept: the order is sent after all, and the manager is told") func accepted() async throws {
        let fixture = try await send(answering: taken)
        #expect(try fixture.state() == "sent")
        #expect(try fixture.text("SELECT crm_order_id FROM crm_orders") == "1000020")
        let comments = try fixture.jobs("update_shop").compactMap { $0["comment"]?.string }
        #expect(comments.count == 2)
        #expect(comments.last?.contains("accepted after all (No.\u{A0}143 in Frontpad)") == true)
        #expect(try fixture.jobs("notify_manager").count == 2)
    }

    @Test("and refuses it ends the doubt but does not send it again, because a person may have entered it by hand")
    func refused() async throws {
        let fixture = try await send(answering: refusal("invalid_product_keys"))
        #expect(try fixture.state() == "failed")
        let comments = try fixture.jobs("update_shop").compactMap { $0["comment"]?.string }
        #expect(comments.last?.contains("It is now certain that Frontpad does not have the order") == true)
        #expect(try fixture.jobs("notify_manager").count == 2)
        #expect(try fixture.jobs("send_order").count == 1)
    }

    @Test("and cannot be read changes nothing") func unreadable() async throws {
        let fixture = try await send(answering: "?")
        #expect(try fixture.state() == "in_doubt")
        #expect(try fixture.jobs("notify_manager").count == 1)
    }
}
