import Intake
import SQLite
import TestSupport
import Testing

/// In these tests a shop writes events of order 1. The trigger status is 2, and the statuses 4 and 5 cancel an order.
@Suite("An event of an order", .ownThread) struct OrderEventTests {
    private let shop: ShopDatabase

    init() throws {
        shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.set("frontpadapi_cancel_statuses", "4,\n 5")
    }

    /// - Parameter day: the day of the creation time. Orders with different days are different orders.
    private func event(
        _ event: String, status: Int, seq: Int? = nil, day: Int = 1, payment: String? = nil, document: String = "{}"
    ) throws {
        try shop.shell(
            """
            INSERT INTO orders (id, num, createdon_local, status, event, event_seq, document, payment)
            VALUES (1, '2611/1', '2026-11-0\(day) 12:00:00', \(status), '\(event)', \(seq.map(String.init) ?? "NULL"),
                '\(document)', \(payment.map { "'\($0)'" } ?? "NULL"))
            """)
    }

    /// One line for each order: its incarnation, its state, its status, and «cancelled» if it is cancelled.
    private var orders: [String] {
        get throws {
            try shop.database.read {
                try $0.column(
                    """
                    SELECT incarnation || ' ' || crm_state || ' ' || status || iif(cancelled_at IS NULL, '', ' cancelled')
                    FROM every_order ORDER BY order_id, incarnation
                    """)
            }
        }
    }

    private var reports: Int {
        get throws { try shop.count("SELECT count(*) FROM jobs WHERE kind = 'report_change' AND state = 'available'") }
    }

    private func setState(_ state: String, incarnation: Int = 1) throws {
        try shop.database.write { connection in
            _ = try connection.updateOrder(
                OrderReference(order: 1, incarnation: incarnation), set: "crm_state = ?3", state)
        }
    }

    // MARK: - Cancelling

    @Test("that cancels it before it is sent keeps it from being sent", arguments: [4, 5])
    func cancelled(status: Int) throws {
        try event("created", status: 1)
        try event("status", status: 2, seq: 5)
        #expect(try shop.sendJobs == 1)
        try event("status", status: status, seq: 6)
        #expect(try shop.sendJobs == 0)
        #expect(try orders == ["1 new \(status) cancelled"])
        #expect(try reports == 0)
    }

    @Test("that removes it keeps it from being sent") func removed() throws {
        try event("status", status: 2, seq: 5)
        try shop.shell("UPDATE orders SET event = 'removed' WHERE id = 1")
        #expect(try shop.sendJobs == 0)
        #expect(try orders == ["1 new 2 cancelled"])
        try event("changed", status: 2, seq: 6)
        #expect(try shop.sendJobs == 0)
    }

    @Test("that only moves it on does not") func movedOn() throws {
        try event("status", status: 2, seq: 5)
        try event("status", status: 3, seq: 6)
        #expect(try shop.sendJobs == 1)
    }

    @Test("that brings it back from a cancelling status sends it") func back() throws {
        try event("status", status: 2, seq: 5)
        try event("status", status: 4, seq: 6)
        try event("status", status: 2, seq: 7)
        #expect(try shop.sendJobs == 1)
        #expect(try orders == ["1 new 2"])
    }

    @Test("that cancels or removes it once the CRM has it is told", arguments: ["sent", "sending", "in_doubt"])
    func cancelledLate(state: String) throws {
        try event("status", status: 2, seq: 5)
        try setState(state)
        try event("status", status: 4, seq: 6)
        #expect(try reports == 1)
        #expect(try orders == ["1 \(state) 4 cancelled"])
    }

    @Test("that edits it once the CRM has it is told") func edited() throws {
        try event("status", status: 2, seq: 5)
        try setState("sent")
        try event("changed", status: 2, seq: 5, document: #"{"new":1}"#)
        #expect(try reports == 1)
    }

    @Test("a person's cancellation lasts until the person asks to send it") func byCommand() throws {
        try event("status", status: 2, seq: 5)
        let order = OrderReference(order: 1, incarnation: 1)
        let cancel = { try shop.database.write { try CancelRequest.make(order, in: $0) } }
        #expect(try cancel() == .cancelled)
        #expect(try cancel() == .alreadyCancelled)
        #expect(try shop.sendJobs == 0)
        try event("changed", status: 2, seq: 6, document: "[]")
        #expect(try shop.sendJobs == 0)
        guard case .queued = try shop.database.write({ try SendRequest.make(order, queue: shop.queue, in: $0) }) else {
            Issue.record("it was not queued")
            return
        }
        #expect(try shop.sendJobs == 1)
        try setState("sent")
        #expect(try cancel() == .tellManager(.sent))
        #expect(try reports == 1)
    }

    // MARK: - Late and out of order

    @Test("`created` that comes late changes neither status nor sequence", arguments: [nil, 0, 9])
    func lateCreated(seq: Int?) throws {
        try event("status", status: 2, seq: 5, document: "2")
        try event("created", status: 1, seq: seq, document: "1")
        #expect(try shop.shell("SELECT status, event_seq, document FROM orders") == "2|5|2\n")
        #expect(try shop.count("SELECT count(*) FROM crm_orders WHERE created_event_at IS NULL") == 0)
    }

    @Test("`created` that comes twice, or after an import, lowers no status") func repeatedCreated() throws {
        try event("created", status: 0)
        try shop.shell("UPDATE orders SET status = 2 WHERE id = 1")
        #expect(try shop.sendJobs == 1)
        try event("created", status: 0)
        #expect(try shop.shell("SELECT status FROM orders") == "2\n")
    }

    @Test("of an order whose id was used again reaches that order, and loses nothing") func archived() throws {
        try event("status", status: 1, seq: 5, day: 1)
        try event("created", status: 1, day: 2)
        try event("status", status: 2, seq: 9, day: 2)
        #expect(try shop.sendJobs == 1)
        // A late event of the first order arrives through the spool.
        try event("status", status: 2, seq: 6, day: 1)
        #expect(try orders == ["1 new 2", "2 new 2"])
        #expect(try shop.sendJobs == 2)
        // Then an event arrives that is older than the last known one.
        try event("status", status: 1, seq: 4, day: 1)
        try event("created", status: 0, day: 1)
        #expect(try orders == ["1 new 2", "2 new 2"])
        try event("status", status: 4, seq: 7, day: 1)
        #expect(try orders == ["1 new 4 cancelled", "2 new 2"])
        #expect(try shop.sendJobs == 1)
    }

    @Test(
        "after a restart of the shop's ids makes a new order each time, and each is sent once",
        arguments: [true, false])
    func restart(isNumberReused: Bool) throws {
        for day in 1...5 {
            try shop.shell(
                """
                INSERT INTO orders (id, num, createdon_local, status, event, event_seq, document)
                VALUES (1, '\(isNumberReused ? "2611/1" : "2611/\(day)")', '2026-11-0\(day) 12:00:00', 2, 'status', 1, '{}')
                """)
        }
        #expect(try shop.sendJobs == 5)
        for day in (1...5).reversed() {
            try event("status", status: 3, seq: 2, day: day)
        }
        #expect(try shop.sendJobs == 5)
        #expect(try orders == (1...5).map { "\($0) new 3" })
    }

    @Test("cannot change the id of an order") func changedID() throws {
        try event("status", status: 2, seq: 5)
        #expect(throws: SQLiteError.self) { try shop.database.write { try $0.run("UPDATE orders SET id = 2") } }
        #expect(try shop.sendJobs == 1)
    }

    // MARK: - Trigger statuses of payments

    @Test(
        "reaches the trigger status of its payment",
        arguments: [
            // A cash order is sent at status 1, an online order when it is paid, and any other order at the usual
            // status.
            ("1", 1, true), ("1", 2, false), ("3", 6, true), ("3", 2, false), ("2", 2, true), ("2", 1, false),
            ("13", 6, false), ("13", 2, true),
            // If the writer does not give the payment method, each of the trigger statuses sends the order.
            (nil, 1, true), (nil, 6, true), (nil, 2, true), (nil, 3, false),
        ] as [(String?, Int, Bool)])
    func payment(payment: String?, status: Int, isSent: Bool) throws {
        try shop.set("frontpadapi_send_statuses", "1:1, 3 : 6")
        try event("created", status: 0, payment: payment)
        try event("status", status: status, seq: 5, payment: payment)
        #expect(try shop.sendJobs == (isSent ? 1 : 0))
    }

    @Test("sends the order at its creation where its payment says so", arguments: [("1", true), ("2", false)])
    func paymentAtCreation(payment: String, isSent: Bool) throws {
        try shop.set("frontpadapi_send_statuses", "1:,3:6")
        try event("created", status: 0, payment: payment)
        #expect(try shop.sendJobs == (isSent ? 1 : 0))
    }

    @Test("under an earlier trigger status does not send the order, and the order is listed") func earlierTrigger()
        throws
    {
        try shop.set("frontpadapi_send_status", "1")
        try shop.set("frontpadapi_send_status", "2")
        try event("status", status: 1, seq: 5)
        try shop.set("frontpadapi_send_status", "1")
        #expect(try shop.sendJobs == 0)
        #expect(try shop.shell("SELECT order_id, obstacle FROM orders_not_leaving") == "1|reached_status_before\n")
        try event("status", status: 2, seq: 6)
        try event("status", status: 1, seq: 7)
        #expect(try shop.sendJobs == 1)
        #expect(try shop.shell("SELECT count(*) FROM orders_not_leaving") == "0\n")
    }

    @Test("sends the order although the clock was ahead when the trigger status was set") func clockAhead() throws {
        try shop.shell("UPDATE installation SET send_status_set_at = 9999999999999")
        try event("status", status: 2, seq: 5)
        #expect(try shop.sendJobs == 1)
    }

    @Test("that is ignored as older is listed where it is the trigger status") func ignored() throws {
        try event("status", status: 1, seq: 500)
        try event("status", status: 2, seq: 3)
        #expect(try shop.sendJobs == 0)
        #expect(try shop.shell("SELECT order_id, obstacle FROM orders_not_leaving") == "1|older_event\n")
    }

    @Test("that keeps failing is sent again three times in an hour, and then waits for a person") func brake() throws {
        try event("status", status: 2, seq: 1)
        for attempt in 1...5 {
            #expect(try shop.sendJobs == (attempt <= 3 ? 1 : 0))
            try shop.database.write { connection in
                try connection.run("UPDATE jobs SET state = 'discarded' WHERE state = 'available'")
                let order = OrderReference(order: 1, incarnation: 1)
                try connection.updateOrder(order, set: "crm_state = 'failed', failed_seq = ?3", attempt)
                try connection.run(
                    """
                    INSERT INTO order_events (order_id, incarnation, at, event)
                    SELECT 1, 1, now, 'failed' FROM present
                    """)
            }
            try event("status", status: 2, seq: attempt + 1)
        }
        #expect(try orders == ["1 failed 2"])
    }

    // MARK: - Failed orders that are sent at their creation

    private func fail(seq: Int) throws {
        try shop.database.write { connection in
            try connection.run("UPDATE jobs SET state = 'discarded' WHERE state = 'available'")
            let order = OrderReference(order: 1, incarnation: 1)
            try connection.updateOrder(order, set: "crm_state = 'failed', failed_seq = ?3", seq)
            try connection.run(
                """
                INSERT INTO order_events (order_id, incarnation, at, event)
                SELECT 1, 1, now, 'failed' FROM present
                """)
        }
    }

    /// The queue sets the error status in the shop, which tells nothing of that.
    private func setErrorStatus() throws {
        try shop.database.write { connection in
            _ = try connection.updateOrder(
                OrderReference(order: 1, incarnation: 1),
                set: "shop_status_set = 7, shop_status_set_at = (SELECT now FROM present)")
        }
    }

    /// An order that failed after its checkout had set the status 1.
    private func failedAfterCheckout() throws {
        try shop.set("frontpadapi_send_status", "")
        try shop.set("frontpadapi_error_status", "7")
        try event("created", status: 0)
        try event("status", status: 1, seq: 3)
        #expect(try shop.sendJobs == 1)
        try fail(seq: 3)
    }

    @Test(
        "that takes a failed order from the error status sends it again where orders are sent at their creation",
        arguments: [1, 2, 3], [true, false])
    func leavesErrorStatus(status: Int, isToldByShop: Bool) throws {
        try failedAfterCheckout()
        if isToldByShop { try event("status", status: 7, seq: 4) } else { try setErrorStatus() }
        #expect(try shop.sendJobs == 0)
        try event("status", status: status, seq: 5)
        #expect(try shop.sendJobs == 1)
        #expect(try orders == ["1 new \(status)"])
    }

    @Test(
        "does not send a failed order again that had another status than the error status, or gets that one",
        arguments: [false, true])
    func staysFailed(isEarlier: Bool) throws {
        try failedAfterCheckout()
        if isEarlier {
            try setErrorStatus()
            // Somebody had moved it on before, and has now put it back.
            try event("status", status: 1, seq: 5)
            try fail(seq: 5)
        }
        try event("status", status: 3, seq: 6)
        try event("status", status: 7, seq: 7)
        try event("changed", status: 7, seq: 7, document: "[]")
        #expect(try shop.sendJobs == 0)
        #expect(try orders == ["1 failed 7"])
    }

    @Test("does not send an order in doubt or a cancelled one that leaves the error status")
    func inDoubt() throws {
        try failedAfterCheckout()
        try setErrorStatus()
        try setState("in_doubt")
        try event("status", status: 1, seq: 5)
        #expect(try orders == ["1 in_doubt 1"])
        try setState("failed")
        try setErrorStatus()
        try event("status", status: 4, seq: 6)
        #expect(try orders == ["1 failed 4 cancelled"])
        #expect(try shop.sendJobs == 0)
    }

    @Test(
        "does not send an older order that leaves the error status, or where no error status is set", arguments: [0, 1])
    func notOurs(_ number: Int) throws {
        try failedAfterCheckout()
        if number == 0 {
            try shop.set("frontpadapi_error_status", "")
        } else {
            try shop.shell("UPDATE crm_orders SET created_event_at = NULL")
        }
        try setErrorStatus()
        try event("status", status: 1, seq: 5)
        #expect(try orders == ["1 failed 1"])
    }

    @Test("does not send an order that a person has cancelled and entered by hand") func enteredByHand() throws {
        try failedAfterCheckout()
        try setErrorStatus()
        #expect(
            try shop.database.write { try CancelRequest.make(OrderReference(order: 1, incarnation: 1), in: $0) }
                == .cancelled)
        try event("status", status: 3, seq: 5)
        try event("status", status: 1, seq: 6)
        #expect(try shop.sendJobs == 0)
    }

    @Test("that leaves the error status sends an order again three times in an hour at most") func brakeAtCreation()
        throws
    {
        try failedAfterCheckout()
        for attempt in 1...4 {
            try setErrorStatus()
            try event("status", status: 1, seq: 3 + attempt)
            #expect(try shop.sendJobs == (attempt < 3 ? 1 : 0))
            if attempt < 3 { try fail(seq: 3 + attempt) }
        }
        #expect(try orders == ["1 failed 1"])
    }

    @Test("that is repeated writes nothing", arguments: Write.allCases) func repeated(write: Write) throws {
        try shop.shell(write.sql(status: 2, event: "status", seq: 5))
        let version = { try shop.database.read { try $0.scalar("PRAGMA data_version", as: Int.self) } }
        let size = shop.database.walSize
        let before = try version()
        try shop.shell(write.sql(status: 2, event: "status", seq: 5))
        #expect(try version() == before)
        #expect(shop.database.walSize == size)
    }
}
