import Frontpad
import Intake
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("An order that is changed in the shop after it was sent", .ownThread) struct ReportChangeTests {
    private let fixture: SyncFixture

    init() throws {
        fixture = try SyncFixture(["send_status": "2", "cancel_statuses": "4", "language": "ru"])
        try store(status: 2)
        let claim = try #require(try fixture.claim())
        let order = try fixture.order()
        #expect(try fixture.database.write { try CRMOrderStep.markSending(order, claim: claim, now: 1, in: $0) })
        try fixture.database.write {
            try CRMOrderStep.markSent(
                order.reference, crmOrderID: "1017", crmOrderNumber: "17", now: 1, in: $0)
        }
    }

    private func store(
        status: Int, event: String = "status", seq: Int = 5, count: Int = 1, extra: Bool = false, room: String = "5",
        cost: String = "450.00"
    ) throws {
        var products = [Fixture.product(name: "Пицца", count: count)]
        if extra { products.append(Fixture.product(article: "PP-002", name: "Пепперони")) }
        let document: JSON = [
            "id": 7, "num": "2611/7", "status": .number(status), "event": .string(event), "event_seq": .number(seq),
            "createdon": "2026-11-27 12:00:00", "cost": .string(cost), "products": .array(products),
            "address": ["receiver": "Иван", "phone": "+79123456789", "street": "Ленина", "room": .string(room)],
        ]
        _ = try OrderIntake(database: fixture.database).store([
            try OrderIntake.Item(Array(document.serialized().utf8))
        ])
    }

    /// Runs the waiting job, if there is one.
    ///
    /// - Returns: the comments and the bodies of e-mails that the job has added.
    private func report() async throws -> (comments: [String], mails: [String]) {
        let before = (try comments().count, try mails().count)
        for claim in try fixture.claims(from: "events") {
            try await fixture.perform(claim, by: ReportChangeHandler(queue: fixture.queue))
        }
        return (Array(try comments().dropFirst(before.0)), Array(try mails().dropFirst(before.1)))
    }

    private func comments() throws -> [String] { try fixture.jobs("update_shop").compactMap { $0["comment"]?.string } }
    private func mails() throws -> [String] { try fixture.jobs("notify_manager").compactMap { $0["body"]?.string } }

    @Test("is told once for each change, with what changed") func edited() async throws {
        try store(status: 2, event: "changed", extra: true, cost: "900.00")
        let told = try await report()
        #expect(told.comments.count == 1)
        #expect(told.mails.count == 1)
        let comment = try #require(told.comments.first)
        #expect(comment.contains("добавлено «Пепперони»\u{A0}×\u{A0}1"))
        #expect(comment.contains("450\u{A0}₽ → 900\u{A0}₽"))
        #expect(comment.contains("№\u{A0}17"))
        #expect(try await report().mails == [])
        // The same document arrives again, and then a status that does not matter to the kitchen.
        try store(status: 2, event: "changed", extra: true, cost: "900.00")
        try store(status: 3, seq: 6, extra: true, cost: "900.00")
        #expect(try await report().mails == [])
        try store(status: 3, event: "changed", seq: 6, count: 2, room: "6", cost: "900.00")
        let second = try #require(try await report().comments.first)
        #expect(second.contains("убрано «Пепперони»\u{A0}×\u{A0}1"))
        #expect(second.contains("«Пицца»: было 1, стало 2"))
        #expect(second.contains("5 → 6"))
        #expect(!second.contains("900"))
    }

    @Test("is told once if it is cancelled, and again if it comes back") func cancelled() async throws {
        try store(status: 4, seq: 6)
        let told = try await report()
        #expect(told.mails.count == 1)
        #expect(told.mails.first?.contains("Отмените заказ №\u{A0}17 во Frontpad") == true)
        try store(status: 4, event: "changed", seq: 6, count: 3)
        #expect(try await report().mails == [])
        try store(status: 2, seq: 8)
        let back = try await report()
        #expect(back.mails.count == 1)
        #expect(back.mails.first?.contains("Заказ снова нужен") == true)
        #expect(try fixture.count("SELECT count(*) FROM jobs WHERE kind = 'send_order' AND state = 'available'") == 0)
    }

    @Test("is told if it is removed, without a comment that nobody could read") func removed() async throws {
        try fixture.run("UPDATE orders SET event = 'removed'")
        let told = try await report()
        #expect(told.mails.count == 1)
        #expect(told.comments == [])
    }

    @Test("is told after the request has ended, where it was being sent") func whileSending() async throws {
        try fixture.run("UPDATE crm_orders SET crm_state = 'sending'")
        try store(status: 4, seq: 6)
        #expect(try await report().mails == [])
        try fixture.run("UPDATE crm_orders SET crm_state = 'sent'")
        try fixture.run("UPDATE jobs SET state = 'available' WHERE kind = 'report_change'")
        #expect(try await report().mails.count == 1)
    }

    @Test("is told to look for it, where it is in doubt") func inDoubt() async throws {
        try fixture.run("UPDATE crm_orders SET crm_state = 'in_doubt'")
        try store(status: 4, seq: 6)
        #expect(try await report().mails.first?.contains("Найдите его во Frontpad") == true)
    }

    @Test("is told of a cancellation that is over and of an edit, although both come at once") func twoChanges()
        async throws
    {
        try store(status: 4, seq: 6)
        #expect(try await report().mails.count == 1)
        try store(status: 2, seq: 7, room: "6")
        let mails = try await report().mails
        #expect(mails.count == 2)
        #expect(mails.contains { $0.contains("5 → 6") })
    }
}

@Suite("An order that was changed before it was sent", .ownThread) struct ChangedBeforeSendingTests {
    @Test("does not leave in an older form, nor after it was cancelled") func newestForm() throws {
        let fixture = try SyncFixture(["send_status": "2", "cancel_statuses": "4"])
        try fixture.store(seq: 1, status: 2)
        try fixture.store(event: "status", seq: 2, status: 2)
        let claim = try #require(try fixture.claim())
        let stale = try fixture.order()
        try fixture.store(products: [Fixture.product(count: 2)], event: "status", seq: 3, status: 2)
        let mark = { (order: CRMOrder) in
            try fixture.database.write { try CRMOrderStep.markSending(order, claim: claim, now: 1, in: $0) }
        }
        #expect(try !mark(stale))
        let fresh = try fixture.order()
        try fixture.store(products: [Fixture.product(count: 2)], event: "status", seq: 4, status: 4)
        #expect(try !mark(fresh))
        #expect(try !mark(try fixture.order()))
        #expect(try fixture.state() == "new")
        try fixture.store(products: [Fixture.product(count: 2)], event: "status", seq: 5, status: 2)
        #expect(try mark(try fixture.order()))
    }

    @Test("leaves at once in its newest form if it was changed while it was about to be sent") func changedMeanwhile()
        async throws
    {
        let fixture = try SyncFixture(["send_status": "2"])
        try fixture.store(event: "status", seq: 2, status: 2)
        let claim = try #require(try fixture.claim())
        let stale = try fixture.order()
        try fixture.store(products: [Fixture.product(count: 2)], event: "status", seq: 3, status: 2)
        let attempt = SendAttempt(
            order: stale, claim: claim, settings: try fixture.settings, secret: "s3cr3t",
            mapped: MappedOrder(order: NewOrder(), lineNames: [], notices: []), deadline: .max)
        let settlement = AttemptSettlement(of: attempt, queue: fixture.queue, backoff: .exponential(base: 5_000))
        let outcome = try fixture.database.write {
            try settlement.settle(.notSent(NotSent(cause: .withdrawn, detail: "")), in: $0)
        }
        #expect(outcome == .snooze(milliseconds: 1, reason: "the shop has changed the order"))
    }

    @Test("waits for a person where it looks like a copy of one that was sent") func copy() async throws {
        let fixture = try SyncFixture()
        try fixture.store()
        let server = crm(taken)
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        // The shop was restored. The same order comes again with the same id but with another creation time.
        try fixture.run(
            "UPDATE crm_orders SET createdon = createdon - 86400000, createdon_local = '2026-01-01 00:00:00'")
        try fixture.store(seq: 9)
        #expect(try fixture.reference().incarnation == 2)
        #expect(try await fixture.send(to: server.url()) == .finished(.discarded))
        #expect(server.received().count == 1)
        #expect(try fixture.state() == "failed")
        #expect(try fixture.text("SELECT reason FROM crm_orders")?.contains("7@1") == true)
        #expect(try fixture.jobs("notify_manager").count == 1)
        // A person decides to send the order.
        let reference = try fixture.reference()
        _ = try fixture.database.write { try SendRequest.make(reference, queue: fixture.queue, in: $0) }
        #expect(try await fixture.send(to: server.url()) == .finished(.completed))
        #expect(server.received().count == 2)
    }
}
