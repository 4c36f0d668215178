import Intake
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("An alarm about orders that wait", .ownThread) struct AlarmTests {
    private let fixture: SyncFixture
    private let alarm: WaitingAlarm

    init() throws {
        fixture = try SyncFixture(["alarm_minutes": "10"])
        alarm = WaitingAlarm(queue: fixture.queue)
        try fixture.store()
    }

    private func subjects() throws -> [String] {
        try fixture.jobs("notify_manager").compactMap { $0["subject"]?.string }
    }

    @Test("is told once, and once when it is over") func once() throws {
        #expect(try !alarm.look())
        fixture.advance(by: 9 * 60_000)
        #expect(try !alarm.look())
        fixture.advance(by: 61_000)
        #expect(try alarm.look())
        #expect(try !alarm.look())
        // A second alarm object stands for another worker, or for this worker after a restart.
        let other = WaitingAlarm(queue: fixture.queue)
        #expect(try !other.look())
        #expect(try !other.look())
        #expect(try subjects() == ["1\u{A0}order does not reach Frontpad"])
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'send_order'")
        try fixture.run("UPDATE crm_orders SET crm_state = 'sent', sent_at = 9999999999999")
        #expect(try alarm.look())
        #expect(try !other.look())
        #expect(try subjects().last == "Orders reach Frontpad again")
        #expect(try fixture.jobs("notify_manager").last?["body"]?.string?.contains("Sent: 1, waiting: 0") == true)
    }

    @Test("is one e-mail of the delay where no worker ran, told by the first one that runs again") func lateStart()
        throws
    {
        fixture.advance(by: 3_600_000)
        #expect(try alarm.look())
        #expect(try subjects() == ["1\u{A0}order reaches Frontpad late"])
        // The order has been sent, and there is nothing more to tell.
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'send_order'")
        #expect(try !alarm.look())
        #expect(try subjects().count == 1)
    }

    @Test("is not told of a delay where a worker ran, or where a cause is known that still holds") func noLateStart()
        throws
    {
        fixture.advance(by: 3_600_000)
        try fixture.run("INSERT INTO breakers VALUES ('\(AccountBreaker.name)', 'no_answer', 1, 1, 'x')")
        #expect(try !alarm.look())
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'send_order'")
        #expect(try !alarm.look())
        #expect(try subjects() == [])
    }

    @Test("tells by comments on orders that e-mails do not arrive, once") func mail() throws {
        let delivery = DeliveryAlarm(queue: fixture.queue)
        let reference = try fixture.reference()
        try fixture.queue.insert(
            NotifyManagerJob(mailSubject: "Order 2611/7 was not sent", body: "…", reference: reference, topic: nil))
        fixture.advance(by: 9 * 60_000)
        #expect(try !delivery.look())
        fixture.advance(by: 61_000)
        #expect(try delivery.look())
        #expect(try !delivery.look())
        let comments = try fixture.jobs("update_shop").compactMap { $0["comment"]?.string }
        #expect(comments.count == 1)
        #expect(comments.first?.contains("E-mails to the manager have not arrived") == true)
        #expect(try subjects().count == 1)
        // The e-mails arrive, so the alarm ends. It can be raised again for later e-mails.
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind IN ('notify_manager', 'update_shop')")
        #expect(try !delivery.look())
        #expect(try fixture.count("SELECT count(*) FROM alarms") == 0)
    }

    @Test("tells by an e-mail that the shop is not updated, and when that is over") func shop() throws {
        let delivery = DeliveryAlarm(queue: fixture.queue)
        try fixture.queue.insert(UpdateShopJob(reference: try fixture.reference(), comment: "…"))
        fixture.advance(by: 11 * 60_000)
        #expect(try !delivery.look())
        #expect(try delivery.look())
        #expect(try !delivery.look())
        #expect(try subjects() == ["Data from Frontpad is not saved in the shop"])
        try fixture.run("UPDATE jobs SET state = 'completed' WHERE kind = 'update_shop'")
        #expect(try delivery.look())
        #expect(try subjects().last == "Data from Frontpad is saved in the shop again")
    }

    @Test("does not tell of a way that a person has paused, or that is not set up") func notSetUp() throws {
        let delivery = DeliveryAlarm(queue: fixture.queue)
        try fixture.queue.insert(UpdateShopJob(reference: try fixture.reference(), comment: "…"))
        fixture.advance(by: 11 * 60_000)
        try fixture.database.write { try fixture.queue.pause("shop", by: "root", reason: "x", in: $0) }
        _ = try delivery.look()
        #expect(try !delivery.look())
        try fixture.database.write { _ = try fixture.queue.resume("shop", in: $0) }
        try fixture.set(["shop_command": ""])
        #expect(try !delivery.look())
        #expect(try subjects() == [])
    }

    @Test(
        "names the reason",
        arguments: [
            ("UPDATE settings SET value = '' WHERE key = 'frontpadapi_secret'", "the API secret is not set"),
            ("INSERT INTO breakers VALUES ('crm', 'no_answer', 1, 1, 'x')", "did not answer"),
        ])
    func reasons(sql: String, reason: String) throws {
        try fixture.run(sql.replacing("'crm'", with: "'\(AccountBreaker.name)'"))
        fixture.advance(by: 11 * 60_000)
        _ = try alarm.look()
        #expect(try alarm.look())
        #expect(try fixture.jobs("notify_manager").last?["body"]?.string?.contains(reason) == true)
    }

    @Test("is silent where another e-mail has told the cause, and where it is switched off") func silent() throws {
        try fixture.run("INSERT INTO breakers VALUES ('\(AccountBreaker.name)', 'cash_close', 1, 1, 'x')")
        fixture.advance(by: 11 * 60_000)
        _ = try alarm.look()
        #expect(try !alarm.look())
        try fixture.run("DELETE FROM breakers")
        try fixture.run("DELETE FROM alarms")
        try fixture.set(["alarm_minutes": "0"])
        #expect(try !alarm.look())
        #expect(try subjects() == [])
    }

    @Test("is told once of an order that stands on its trigger status and will not leave") func notLeaving() throws {
        try fixture.set(["send_status": "1"])
        try fixture.set(["send_status": "2"])
        try fixture.store(8, event: "status", seq: 3, status: 1)
        try fixture.set(["send_status": "1"])
        #expect(try NotLeavingAlarm.look(queue: fixture.queue))
        #expect(try !NotLeavingAlarm.look(queue: fixture.queue))
        let mail = try #require(try fixture.jobs("notify_manager").last)
        #expect(mail["body"]?.string?.contains("2611/8: it got this status before the settings chose it") == true)
        #expect(try fixture.events(8).contains("not_leaving"))
    }
}
