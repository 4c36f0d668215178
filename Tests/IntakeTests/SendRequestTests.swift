import Intake
import SQLite
import TestSupport
import Testing

@Suite("A request to send an order", .ownThread) struct SendRequestTests {
    private let shop: ShopDatabase

    init() throws {
        shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(Write.insert.sql(status: 1, event: "created", seq: 0))
    }

    private func request(_ order: Int64 = 1) throws -> SendRequest.Result {
        try shop.database.write {
            try SendRequest.make(OrderReference(order: order, incarnation: 1), queue: shop.queue, in: $0)
        }
    }

    @Test("queues an order that is not on the trigger status, once") func queued() throws {
        guard case .queued(let job) = try request() else {
            Issue.record("it was not queued")
            return
        }
        #expect(try request() == .queued(job: job))
        #expect(try shop.sendJobs == 1)
        #expect(try shop.count("SELECT count(*) FROM order_events WHERE event = 'send_requested'") == 2)
    }

    @Test("makes a job that waits for its next attempt run now") func waiting() throws {
        guard case .queued(let job) = try request() else { return }
        try shop.shell("UPDATE jobs SET state = 'scheduled', scheduled_at = 9999999999999 WHERE id = \(job)")
        #expect(try request() == .queued(job: job))
        #expect(try shop.count("SELECT count(*) FROM jobs WHERE state = 'available'") == 1)
    }

    @Test("sends a failed order again") func failed() throws {
        try shop.setState("failed", of: 1)
        guard case .queued = try request() else {
            Issue.record("it was not queued")
            return
        }
        #expect(try shop.count("SELECT crm_state = 'new' FROM crm_orders") == 1)
    }

    @Test("never touches an order that the CRM has, or may have") func neverTwice() throws {
        try shop.setState("sent", of: 1)
        #expect(try request() == .alreadySent(crmOrderID: nil))
        try shop.setState("sending", of: 1)
        #expect(try request() == .sending)
        try shop.setState("in_doubt", of: 1)
        #expect(try request() == .inDoubt)
        #expect(try shop.sendJobs == 0)
        #expect(try shop.count("SELECT crm_state = 'in_doubt' FROM crm_orders") == 1)
    }

    @Test("needs an order with a document") func unknown() throws {
        #expect(try request(77) == .noSuchOrder)
        try shop.shell("UPDATE orders SET document = NULL")
        #expect(try request() == .noSuchOrder)
    }
}
