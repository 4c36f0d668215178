import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("An answer that comes after its order was put in doubt") struct LateAnswerTests {
    /// Sends an order whose worker loses the lease while the CRM thinks, so that another one puts it in doubt.
    private func send(answering answer: String) async throws -> Bench {
        let bench = try Bench()
        try bench.store()
        let claim = try #require(try bench.claim())
        let server = ScriptedServer(
            .read,
            .perform {
                do {
                    try bench.run("UPDATE jobs SET state = 'available', worker = NULL WHERE kind = 'send_order'")
                    let reference = try bench.reference()
                    let settings = try bench.settings
                    try bench.database.write { connection in
                        let order = try #require(try CRMOrder.read(reference, on: connection))
                        try Settlement(queue: bench.queue, settings: settings).trouble(
                            .inDoubt(evidence: "the worker was lost"), with: order, in: connection)
                    }
                } catch {
                    Issue.record(error)
                }
            }, .send("HTTP/1.1 200 OK\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)"))
        #expect(try await bench.perform(claim, by: bench.handler(server.url())) == .lost)
        return bench
    }

    @Test("and accepts it is kept: the order is sent after all, and that is said") func accepted() async throws {
        let bench = try await send(answering: taken)
        #expect(try bench.state() == "sent")
        #expect(try bench.text("SELECT crm_order_id FROM crm_orders") == "1000020")
        let comments = try bench.jobs("update_shop").compactMap { $0["comment"]?.string }
        #expect(comments.count == 2)
        #expect(comments.last?.contains("taken after all, No. 143") == true)
        #expect(try bench.jobs("notify_manager").count == 2)
    }

    @Test("and refuses it ends the doubt, and sends nothing again: a person may have entered it by hand")
    func refused() async throws {
        let bench = try await send(answering: refusal("invalid_product_keys"))
        #expect(try bench.state() == "failed")
        let comments = try bench.jobs("update_shop").compactMap { $0["comment"]?.string }
        #expect(comments.last?.contains("it is known now that the order was NOT taken") == true)
        #expect(try bench.jobs("notify_manager").count == 2)
        #expect(try bench.jobs("send_order").count == 1)
    }

    @Test("and cannot be read changes nothing") func unreadable() async throws {
        let bench = try await send(answering: "?")
        #expect(try bench.state() == "in_doubt")
        #expect(try bench.jobs("notify_manager").count == 1)
    }
}
