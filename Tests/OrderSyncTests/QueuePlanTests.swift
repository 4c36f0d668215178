import JobQueue
import SQLite
import Shop
import TestSupport
import Testing

@testable import Intake
@testable import OrderSync

@Suite("The queues that can be served", .ownThread) struct QueuePlanTests {
    private static let all = [
        "secret": "s", "send_status": "2", "shop_command": "/bin/true", "manager_email": "boss@example.test",
        "smtp_url": "smtp://127.0.0.1:25",
    ]

    private func plan(without name: String? = nil, breaker: AccountBreaker? = nil) -> QueuePlan {
        let settings = Fixture.settings(Self.all.filter { $0.key != name })
        return QueuePlan(
            settings: settings, secret: settings.secret, breaker: breaker, sendmail: "/nonexistent/sendmail")
    }

    /// Returns the queues that a worker can serve with a plan.
    private func queues(_ plan: QueuePlan) throws -> [QueueSpec] {
        plan.service.specs(of: SyncWorker.handlers(queue: try SyncFixture().queue).queues)
    }

    @Test("are those whose names a person may pause")
    func names() throws {
        #expect(SyncWorker.handlers(queue: try SyncFixture().queue).queues == QueueName.all)
    }

    @Test("are all queues if every setting is there")
    func complete() throws {
        #expect(
            try queues(plan()) == [
                QueueSpec("crm", budgets: ["frontpad"]), QueueSpec("lookups", budgets: ["frontpad"]),
                QueueSpec("events"), QueueSpec("articles"), QueueSpec("shop", concurrency: 1),
                QueueSpec("mail", concurrency: 1), QueueSpec("resync", concurrency: 1),
            ])
        #expect(plan().parked.isEmpty)
    }

    @Test(
        "leave out a queue that lacks a setting, and the setting is reported",
        arguments: [
            ("secret", ["events", "articles", "shop", "mail", "resync"]),
            ("shop_command", ["crm", "lookups", "events", "articles", "mail", "resync"]),
            ("manager_email", ["crm", "lookups", "events", "articles", "shop", "resync"]),
            ("smtp_url", ["crm", "lookups", "events", "articles", "shop", "resync"]),
            ("send_status", ["crm", "lookups", "events", "articles", "shop", "mail", "resync"]),
        ])
    func parked(name: String, served: [String]) throws {
        #expect(try queues(plan(without: name)).map(\.name) == served)
        #expect(plan(without: name).parked.count == 1)
        #expect(plan(without: name).parked.first?.contains("frontpadapi_\(name) is not set") == true)
    }

    @Test("include no requests to the CRM during a pause after a restore, and a missing secret is still reported")
    func paused() throws {
        let settings = Fixture.settings(Self.all.merging(["check_statuses": "1"]) { $1 })
        let pause = SendingPause(noticedAt: 1, reason: "a copy")
        for secret in ["s", nil] {
            let plan = QueuePlan(
                settings: settings, secret: secret, breaker: nil, sendmail: "/nowhere", pause: pause)
            #expect(try queues(plan).map(\.name) == ["events", "articles", "shop", "mail", "resync"])
            #expect(plan.parked.first?.contains("frontpad-queue confirm") == true)
            #expect(plan.parked.contains { $0.contains("frontpadapi_secret is not set") } == (secret == nil))
        }
    }

    @Test("include polls if they are switched on, after the orders, and not while the account is refused")
    func polls() async throws {
        let settings = Fixture.settings(Self.all.merging(["check_statuses": "1"]) { $1 })
        let plan = QueuePlan(settings: settings, secret: "s", breaker: nil, sendmail: "/nowhere")
        #expect(try queues(plan).prefix(3).map(\.name) == ["crm", "lookups", "polls"])
        let fixture = try SyncFixture()
        try fixture.database.write {
            _ = try AccountBreaker.refused(reason: "cash_close", secret: "s", queue: fixture.queue, in: $0)
        }
        let breaker = try fixture.database.read { try AccountBreaker.read(on: $0) }
        let paused = QueuePlan(settings: settings, secret: "s", breaker: breaker, sendmail: "/nowhere")
        #expect(try !queues(paused).contains { $0.name == "polls" })
    }

    @Test("let one probe through while the breaker is open and hold up no drain; another secret's does neither")
    func breaker() async throws {
        let fixture = try SyncFixture()
        try fixture.database.write {
            _ = try AccountBreaker.refused(reason: "cash_close", secret: "s", queue: fixture.queue, in: $0)
        }
        let breaker = try #require(try fixture.database.read { try AccountBreaker.read(on: $0) })
        let probe = QueueSpec("crm", budgets: ["frontpad", "frontpad_probe"], holdsDrain: false)
        #expect(try queues(plan(breaker: breaker)).first == probe)
        try fixture.database.write {
            _ = try AccountBreaker.refused(reason: "cash_close", secret: "other", queue: fixture.queue, in: $0)
        }
        let other = try #require(try fixture.database.read { try AccountBreaker.read(on: $0) })
        #expect(try queues(plan(breaker: other)).first == QueueSpec("crm", budgets: ["frontpad"]))
    }
}
