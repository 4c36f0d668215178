import Frontpad
import Intake
import JSON
import JobQueue
import SQLite
import Shop
import TestSupport
import Testing

@testable import OrderSync

@Suite("A status from the CRM", .ownThread) struct ApplyCRMStatusTests {
    private let fixture: SyncFixture

    init() throws {
        fixture = try SyncFixture([
            "matched_statuses": "Новый:1, 3:2, В пути:3, 10:4", "hook_url": "https://shop.example/hook.php",
        ])
        try fixture.store()
    }

    /// Stores events and runs all jobs that apply events.
    @discardableResult
    private func receive(_ events: CRMEvent...) async throws -> [FinishResult] {
        try fixture.database.write { connection in
            for event in events { try event.store(in: connection) }
        }
        return try await work()
    }

    private func work() async throws -> [FinishResult] {
        var results: [FinishResult] = []
        while true {
            let claims = try fixture.claims(from: "events")
            if claims.isEmpty { return results }
            for claim in claims {
                results.append(try await fixture.perform(claim, by: ApplyCRMStatusHandler(queue: fixture.queue)))
            }
        }
    }

    /// Returns a webhook of an attempt to send an order, with the token of that attempt.
    ///
    /// - Parameters:
    ///   - time: the minutes and seconds of the event in the present hour.
    ///   - request: the index of the order's request that the webhook belongs to, counted from 0, or nil for the last
    ///     request.
    private func webhook(
        _ status: String, at time: String? = nil, crm: String = "1000020", request: Int? = nil
    ) throws -> CRMEvent {
        let attempts = try fixture.database.read { connection in
            try connection.all(
                """
                SELECT order_id, incarnation, job, attempt, token FROM send_attempts WHERE order_id = 7 ORDER BY job, attempt
                """
            ) { row throws(SQLiteError) in
                (
                    reference: try OrderReference(row), job: try row.get("job", as: Int64.self),
                    attempt: try row.get("attempt", as: Int.self), token: try row.get("token", as: String.self)
                )
            }
        }
        let sent = try #require(request.map { attempts[$0] } ?? attempts.last)
        let hour = LocalTime(milliseconds: fixture.queue.clock.now(), in: .utc).text.prefix(14)
        return CRMEvent(
            source: .webhook, crmOrderID: crm, orderID: sent.reference.order, incarnation: sent.reference.incarnation,
            job: sent.job, attempt: sent.attempt, token: sent.token, status: status,
            datetime: time.map { "\(hour)\($0)" })
    }

    private func updates() throws -> [[Int?]] {
        try fixture.jobs("update_shop").filter { !($0["set_status"]?.isNull ?? true) }
            .map { [$0["expect_status"]?.int, $0["set_status"]?.int] }
    }

    private func send(_ answer: String) async throws {
        let server = crm(answer)
        try await fixture.send(to: server.url())
        #expect(server.received().count == 1)
    }

    @Test("is passed to the shop once, by code or by name, with the status that the shop has")
    func mapped() async throws {
        try await send(taken)
        try await receive(try webhook("3", at: "03:00"), try webhook("3", at: "03:00"))
        #expect(try updates() == [[1, 2]])
        try await receive(try webhook("В пути", at: "10:00"))
        #expect(try updates() == [[1, 2], [2, 3]])
        // The status 4 is the code of «В пути».
        try await receive(try webhook("4", at: "10:00"))
        #expect(try updates().count == 2)
        #expect(try fixture.text("SELECT group_concat(state) FROM crm_events") == "applied,repeated,applied,repeated")
    }

    @Test("that is older than the known one changes nothing") func outOfOrder() async throws {
        try await send(taken)
        try await receive(try webhook("10", at: "30:00"), try webhook("3", at: "03:00"), try webhook("4", at: "10:00"))
        #expect(try updates() == [[1, 4]])
        #expect(try fixture.text("SELECT crm_status FROM crm_orders") == "10")
        #expect(try fixture.text("SELECT group_concat(state) FROM crm_events") == "applied,older,older")
    }

    @Test("without a time counts by its arrival") func arrival() async throws {
        try await send(taken)
        try await receive(try webhook("3", at: "03:00"))
        try await receive(try webhook("4"))
        #expect(try updates() == [[1, 2], [2, 3]])
    }

    @Test("that arrives before the answer to its order is kept and matched later") func early() async throws {
        try await receive(CRMEvent(source: .command, crmOrderID: "1000020", status: "3"))
        #expect(try fixture.text("SELECT state FROM crm_events") == "unmatched")
        #expect(try fixture.text("SELECT crm_status FROM crm_orders") == nil)
        try await send(taken)
        _ = try await work()
        #expect(try fixture.text("SELECT state FROM crm_events") == "applied")
        #expect(try updates() == [[1, 2]])
    }

    @Test("that has no mapping is reported once and changes nothing in the shop") func unmapped() async throws {
        try await send(taken)
        try await receive(try webhook("17", at: "03:00"), try webhook("17", at: "03:00"))
        #expect(try updates().isEmpty)
        #expect(try fixture.text("SELECT group_concat(status) FROM unmapped_statuses") == "17")
        #expect(try fixture.events().filter { $0 == "crm_status" }.count == 1)
    }

    @Test("settles an order in doubt if its address names the order and the attempt") func settles() async throws {
        try await send("no answer")
        #expect(try fixture.state() == "in_doubt")
        try await receive(try webhook("1", at: "03:00", crm: "555"))
        #expect(try fixture.state() == "sent")
        #expect(try fixture.text("SELECT crm_order_id FROM crm_orders") == "555")
        // The first e-mail told the manager to check the order. The second e-mail says that this is no longer
        // necessary.
        let subjects = try fixture.jobs("notify_manager").compactMap { $0["subject"]?.string }
        #expect(subjects.count == 2)
        #expect(subjects.last?.contains("accepted after all") == true)
        // The doubt had given the order the error status. Now the order returns to its former status.
        #expect(try updates() == [[nil, 7], [7, 1]])
    }

    @Test("without the token of the attempt is not stored and settles nothing") func forged() async throws {
        try await send("no answer")
        let real = try webhook("1", at: "03:00", crm: "555")
        for token in [nil, "", String(repeating: "0", count: 32), String((real.token ?? "").dropLast()) + "x"] {
            let forged = CRMEvent(
                source: .webhook, crmOrderID: "555", orderID: real.orderID, incarnation: real.incarnation,
                job: real.job, attempt: real.attempt, token: token, status: "1")
            await #expect(throws: SQLiteError.self) { try await receive(forged) }
        }
        let other = CRMEvent(
            source: .webhook, crmOrderID: "555", orderID: real.orderID, incarnation: real.incarnation, job: real.job,
            attempt: 2, token: real.token, status: "1")
        await #expect(throws: SQLiteError.self) { try await receive(other) }
        #expect(try fixture.state() == "in_doubt")
        #expect(try fixture.count("SELECT count(*) FROM crm_events") == 0)
    }

    @Test(
        "with a time of another form, or outside of the attempt's life, blocks no later one",
        arguments: [
            "27.11.2099 12:00:00", "2099-01-01 00:00:00", "2001-01-01 00:00:00", "2026-02-30 12:00:00", "later",
        ])
    func otherTimes(time: String) async throws {
        try await send(taken)
        let real = try webhook("3")
        try await receive(
            CRMEvent(
                source: .webhook, crmOrderID: "1000020", orderID: real.orderID, incarnation: real.incarnation,
                job: real.job, attempt: real.attempt, token: real.token, status: "3", datetime: time))
        try await receive(try webhook("10", at: "03:00"))
        #expect(try updates() == [[1, 2], [2, 4]])
    }

    @Test("of an order whose id was used again settles that order") func archived() async throws {
        try await send("no answer")
        let late = try webhook("1", crm: "555")
        try fixture.run("UPDATE crm_orders SET createdon_local = '2020-01-01 00:00:00'")
        try fixture.store(seq: 9)
        #expect(try fixture.text("SELECT crm_state FROM archived_orders") == "in_doubt")
        try await receive(late)
        #expect(try fixture.text("SELECT crm_state FROM archived_orders") == "sent")
        #expect(try fixture.text("SELECT crm_order_id FROM archived_orders") == "555")
        #expect(try fixture.state() == "new")
    }

    @Test("prevents a second sending if it arrives in time") func inTime() async throws {
        try await send("no answer")
        _ = try fixture.database.write {
            try OrderActions(queue: fixture.queue).resolve(OrderReference(order: 7, incarnation: 1), .notSent, in: $0)
        }
        #expect(try fixture.state() == "new")
        try await receive(try webhook("1", at: "03:00", crm: "555"))
        let server = crm(taken)
        try await fixture.send(to: server.url())
        #expect(server.received().isEmpty)
        #expect(try fixture.text("SELECT crm_order_id FROM crm_orders") == "555")
    }

    @Test("of an earlier attempt shows that an order is in the CRM twice, and the manager gets one e-mail")
    func twice() async throws {
        try await send("no answer")
        let late = try webhook("1", at: "03:00", crm: "555")
        _ = try fixture.database.write {
            try OrderActions(queue: fixture.queue).resolve(OrderReference(order: 7, incarnation: 1), .notSent, in: $0)
        }
        try fixture.run("DELETE FROM breakers")
        try await send(taken)
        try await receive(late, late)
        let subjects = try fixture.jobs("notify_manager").compactMap { $0["subject"]?.string }
        #expect(subjects.filter { $0 == "Order 2611/7 is in Frontpad twice" }.count == 1)
        #expect(try fixture.text("SELECT crm_order_id FROM crm_orders") == "1000020")
        #expect(try fixture.events().contains("twice"))
        #expect(
            try fixture.text("SELECT group_concat(crm_order_id) FROM (SELECT * FROM crm_order_ids ORDER BY 3)")
                == "1000020,555")
    }

    @Test("of an earlier attempt while another is on its way: both ids are kept, and the manager hears of two")
    func twiceWhileSending() async throws {
        try await send("no answer")
        let late = try webhook("1", at: "03:00", crm: "555")
        _ = try fixture.database.write {
            try OrderActions(queue: fixture.queue).resolve(OrderReference(order: 7, incarnation: 1), .notSent, in: $0)
        }
        try fixture.run("DELETE FROM breakers")
        let claim = try #require(try fixture.claim())
        let order = try fixture.order()
        #expect(
            try fixture.database.write { try CRMOrderStep.markSending(order, claim: claim, now: 1, in: $0) })
        try await receive(late)
        #expect(try fixture.state() == "sent")
        let attempt = SendAttempt(
            order: order, claim: claim, settings: try fixture.settings, secret: "s3cr3t",
            mapped: MappedOrder(order: NewOrder(), lineNames: [], notices: []), deadline: .max)
        let settlement = AttemptSettlement(of: attempt, queue: fixture.queue, backoff: .exponential())
        _ = try fixture.database.write {
            try settlement.settle(.accepted(AcceptedOrder(orderID: "1000020", orderNumber: "143")), in: $0)
        }
        #expect(try fixture.text("SELECT crm_order_id FROM crm_orders") == "555")
        let subjects = try fixture.jobs("notify_manager").compactMap { $0["subject"]?.string }
        #expect(subjects.filter { $0 == "Order 2611/7 is in Frontpad twice" }.count == 1)
    }

    @Test("does not overwrite what the shop's staff has set; the next one starts from there") func people() async throws
    {
        try await send(taken)
        try fixture.store(event: "status", seq: 2, status: 9)
        try await receive(try webhook("3", at: "03:00"))
        #expect(try updates() == [[9, 2]])
    }
}
