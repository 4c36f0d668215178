import Frontpad
import Intake
import JSON
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("Polling an order's status", .ownThread) struct PollStatusTests {
    private func fixture(_ settings: [String: String] = [:]) async throws -> SyncFixture {
        let fixture = try SyncFixture([
            "check_statuses": "1,2", "check_days": "2", "matched_statuses": "В производстве:2, Выполнен:4",
        ])
        try fixture.set(settings)
        try fixture.store()
        let server = crm(taken)
        try await fixture.send(to: server.url())
        return fixture
    }

    private func handler(_ fixture: SyncFixture, _ url: String) -> PollStatusHandler {
        PollStatusHandler(queue: fixture.queue) { _, secret in
            FrontpadClient(url: url, secret: secret, timeoutMilliseconds: 30_000)
        }
    }

    /// Advances the clock and runs the poll that is due then, as a worker would.
    private func poll(
        _ fixture: SyncFixture, _ answer: String, after milliseconds: Int64 = 3_600_000
    ) async throws -> (FinishResult, asked: String) {
        _ = try PollPlan.fill(queue: fixture.queue)
        fixture.advance(by: milliseconds)
        let server = crm(answer)
        let claim = try #require(try fixture.plannedClaims(from: "polls").first)
        return (try await fixture.perform(claim, by: handler(fixture, server.url())), server.text())
    }

    @Test("begins by itself, uses the CRM's id, and passes the status to the shop") func answered() async throws {
        let fixture = try await fixture()
        let (result, asked) = try await poll(fixture, #"{"result":"success","status":"В производстве"}"#)
        #expect(result == .finished(.scheduled))
        #expect(asked.contains("?get_status"))
        #expect(asked.contains("order_id=1000020"))
        let event = try #require(try fixture.claims(from: "events").first)
        try await fixture.perform(event, by: ApplyCRMStatusHandler(queue: fixture.queue))
        #expect(try fixture.jobs("update_shop").last?["set_status"]?.int == 2)
        #expect(try fixture.text("SELECT crm_status FROM crm_orders") == "В производстве")
    }

    @Test("ends when frontpadapi_check_statuses is emptied") func emptied() async throws {
        let fixture = try await fixture()
        _ = try PollPlan.fill(queue: fixture.queue)
        #expect(try fixture.text("SELECT state FROM jobs WHERE kind = 'poll_status'") == "scheduled")
        try fixture.set(["check_statuses": ""])
        _ = try PollPlan.fill(queue: fixture.queue)
        #expect(try fixture.text("SELECT state FROM jobs WHERE kind = 'poll_status'") == "cancelled")
        #expect(
            try fixture.text("SELECT reason FROM jobs WHERE kind = 'poll_status'")
                == "frontpadapi_check_statuses is empty")
    }

    @Test("does not report a known status again") func known() async throws {
        let fixture = try await fixture()
        for _ in 1...3 {
            _ = try await poll(fixture, #"{"result":"success","status":"Новый"}"#)
            for event in try fixture.claims(from: "events") {
                try await fixture.perform(event, by: ApplyCRMStatusHandler(queue: fixture.queue))
            }
        }
        #expect(try fixture.count("SELECT count(*) FROM crm_events") == 1)
    }

    @Test("ends at a final status") func final() async throws {
        let fixture = try await fixture()
        let (result, _) = try await poll(fixture, #"{"result":"success","status":"Выполнен"}"#)
        #expect(result == .finished(.completed))
        #expect(try !PollPlan.fill(queue: fixture.queue))
    }

    @Test("ends after the number of days in the settings, and the history says so") func window() async throws {
        let fixture = try await fixture()
        let (result, asked) = try await poll(fixture, "", after: 2 * 86_400_000)
        #expect(result == .finished(.completed))
        #expect(asked.isEmpty)
        #expect(try fixture.events().last == "poll_ended")
        #expect(try !PollPlan.fill(queue: fixture.queue))
    }

    @Test("does not begin for an order with another status in the shop, or if it is switched off")
    func notAsked() async throws {
        let fixture = try await fixture()
        try fixture.store(event: "status", seq: 2, status: 9)
        #expect(try !PollPlan.fill(queue: fixture.queue))
        try fixture.store(event: "status", seq: 3, status: 1)
        try fixture.set(["check_statuses": ""])
        #expect(try !PollPlan.fill(queue: fixture.queue))
    }

    @Test("ends for the account at the first «invalid_method», with one e-mail") func withdrawn() async throws {
        let fixture = try await fixture()
        try fixture.store(8)
        let server = crm(#"{"result":"success","order_id":"1000021"}"#)
        try await fixture.send(to: server.url())
        let (result, _) = try await poll(fixture, refusal("invalid_method"))
        #expect(result == .finished(.cancelled))
        #expect(
            try fixture.text("SELECT group_concat(state) FROM jobs WHERE kind = 'poll_status'") == "cancelled,cancelled"
        )
        #expect(try fixture.jobs("notify_manager").count == 1)
        #expect(try !PollPlan.fill(queue: fixture.queue))
        #expect(try fixture.count("SELECT count(*) FROM breakers WHERE name = 'frontpad'") == 0)
        // Another account may have the method.
        try fixture.set(["secret": "another"])
        #expect(try PollPlan.fill(queue: fixture.queue))
    }

    @Test(
        "if it fails permanently, puts the order on the error status; after a time-out does not",
        arguments: [
            (refusal("invalid_order_id"), JobState.discarded), ("hello", .scheduled),
        ])
    func fails(answer: String, state: JobState) async throws {
        let fixture = try await fixture()
        let (result, _) = try await poll(fixture, answer)
        #expect(result == .finished(state))
        let statuses = try fixture.jobs("update_shop").compactMap { $0["set_status"]?.int }
        #expect(statuses == (state == .discarded ? [7] : []))
        #expect(try fixture.state() == "sent")
        #expect(try !PollPlan.fill(queue: fixture.queue))
    }

    @Test("uses the phone if the CRM has given no id") func byPhone() async throws {
        let fixture = try await fixture()
        try fixture.run("UPDATE crm_orders SET crm_order_id = NULL")
        let (_, asked) = try await poll(fixture, #"{"result":"success","status":"Новый"}"#)
        #expect(asked.contains("client_phone=%2B79123456789"))
    }

    @Test(
        "finds a hint about an order in doubt by its phone, and decides nothing",
        arguments: [
            (#"{"result":"success","status":"Новый"}"#, "found_by_phone"),
            (#"{"result":"error","status":"invalid_client_phone"}"#, "not_found_by_phone"),
        ])
    func doubt(answer: String, event: String) async throws {
        let fixture = try SyncFixture(["check_statuses": "1"])
        try fixture.store()
        let broken = crm("no answer")
        try await fixture.send(to: broken.url())
        try fixture.run("DELETE FROM breakers")
        fixture.advance(by: 120_000)
        let claim = try #require(try fixture.plannedClaims(from: "polls").first)
        #expect(claim.job.kind == "look_for_order")
        let server = crm(answer)
        let handler = LookForOrderHandler(queue: fixture.queue) { _, secret in
            FrontpadClient(url: server.url(), secret: secret, timeoutMilliseconds: 30_000)
        }
        #expect(try await fixture.perform(claim, by: handler) == .finished(.completed))
        #expect(try fixture.state() == "in_doubt")
        #expect(try fixture.events().last == event)
        #expect(server.text().contains("client_phone="))
    }

    @Test("if a new order takes its place in the limit, waits again in its old place without spending an attempt")
    func placeTaken() async throws {
        let fixture = try await fixture()
        _ = try PollPlan.fill(queue: fixture.queue)
        fixture.advance(by: 3_600_000)
        let server = crm(#"{"result":"success","status":"Новый"}"#)
        let claim = try #require(try fixture.plannedClaims(from: "polls").first)
        try fixture.run("DELETE FROM budget_uses WHERE job_id = \(claim.job.id)")
        let result = try await fixture.perform(claim, by: handler(fixture, server.url()))
        #expect(result == .finished(.available))
        #expect(server.text() == "")
        #expect(
            try fixture.count("SELECT max_attempts - attempt FROM jobs WHERE id = \(claim.job.id)") == claim.job
                .maxAttempts - claim.attempt + 1)
    }

    @Test("reaches each of 500 orders evenly at 30 requests per minute, within the limits, after any new order")
    func crowd() async throws {
        let fixture = try SyncFixture(["check_statuses": "1", "requests_per_minute": "30", "requests_per_second": "2"])
        for id in 1...500 { try fixture.store(id) }
        try fixture.run("UPDATE jobs SET state = 'completed', finished_at = 1")
        try fixture.run(
            """
            UPDATE crm_orders SET crm_state = 'sent', crm_order_id = order_id, sent_at = (SELECT now FROM present)
            """)
        _ = try PollPlan.fill(queue: fixture.queue)
        let answer = #"{"result":"success","status":"Новый"}"#
        let server = crm(answer)
        let handler = handler(fixture, server.url())
        var times: [Int64] = []
        var polls: [Int64: Int] = [:]
        var newOrderLeftAt: Int?
        // The loop runs two cycles of about half an hour each. Each step advances the fixture's clock by half a
        // second.
        for step in 0..<9_000 {
            fixture.advance(by: 500)
            if step == 4_000 { try fixture.store(1_000) }
            let plan = try fixture.database.read { try QueuePlan.read(on: $0, sendmail: "/nowhere") }
            let queues = plan.service.specs(of: ["crm", "polls"])
            for claim in try fixture.claims(of: queues, limit: 4) {
                times.append(fixture.queue.clock.now())
                if claim.job.kind == "send_order" {
                    newOrderLeftAt = step
                    try await fixture.perform(claim, by: fixture.handler(server.url()))
                } else {
                    polls[try #require(OrderReference(args: try JSON.parse(claim.job.args))).order, default: 0] += 1
                    try await fixture.perform(claim, by: handler)
                }
            }
        }
        #expect(polls.count == 500)
        let counts = (1...500).map { polls[$0] ?? 0 }
        #expect((counts.min() ?? 0) >= 1 && (counts.max() ?? 0) <= 4, "\(counts.min() ?? 0)…\(counts.max() ?? 0)")
        for (index, time) in times.enumerated() {
            if index >= 2 { #expect(time - times[index - 2] > 1_000) }
            if index >= 30 { #expect(time - times[index - 30] > 60_000) }
        }
        let left = try #require(newOrderLeftAt)
        // The order takes the next permitted request, because polls use at most half of the requests of a minute.
        #expect(left - 4_000 <= 4, "\(left)")
    }
}
