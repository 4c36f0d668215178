import JobQueue
import TestSupport
import Testing

@testable import OrderSync

@Suite("A job that sends an e-mail to the manager", .ownThread) struct NotifyManagerHandlerTests {
    private func outcome(_ settings: [String: String?], sendmail: String = "/nonexistent/sendmail") async throws
        -> JobOutcome
    {
        let fixture = try SyncFixture()
        try fixture.set(settings)
        try fixture.queue.insert(
            NotifyManagerJob(mailSubject: "Заказ", body: "Нет\n", reference: nil, topic: "k"))
        let claim = try fixture.claim(from: "mail")
        return try await NotifyManagerHandler(queue: fixture.queue, sendmail: sendmail).perform(claim)
    }

    @Test("is cancelled if the manager has no address")
    func noAddress() async throws {
        #expect(
            try await outcome(["manager_email": nil]) == .cancel(reason: "frontpadapi_manager_email is not set"))
    }

    @Test("waits without spending an attempt if there is no way to send mail")
    func noTransport() async throws {
        guard case .giveBack = try await outcome(["smtp_url": nil]) else {
            Issue.record("it did not wait")
            return
        }
    }

    @Test("is retried if the mail server is not running")
    func noServer() async throws {
        let url = "smtp://127.0.0.1:\(ScriptedServer.closedPort())"
        guard case .retry = try await outcome(["smtp_url": url]) else {
            Issue.record("it was not to be tried again")
            return
        }
    }

    @Test("passes the e-mail to sendmail")
    func sendmail() async throws {
        let folder = TemporaryDirectory()
        Files.write("#!/bin/sh\ncat > '\(folder.path)/mail'\n".utf8, to: folder.path(of: "sendmail"), mode: 0o700)
        let outcome = try await outcome(["smtp_url": nil], sendmail: folder.path(of: "sendmail"))
        #expect(outcome == .completed(note: "to boss@example.test"))
        let mail = String(decoding: try #require(Files.read(folder.path(of: "mail"))), as: UTF8.self)
        #expect(mail.contains("boss@example.test"))
        #expect(mail.contains("Subject: "))
    }

    @Test("every attempt has the same Message-ID, also after a jump of the clock, and another e-mail has another")
    func messageID() async throws {
        let server = try MailServer()
        let fixture = try SyncFixture(["smtp_url": "smtp://127.0.0.1:\(server.port)"])
        let clockStep = ClockStep(queue: fixture.queue)
        let handler = NotifyManagerHandler(queue: fixture.queue, sendmail: "/nonexistent/sendmail")
        for topic in ["one", "two"] {
            try fixture.queue.insert(
                NotifyManagerJob(mailSubject: "Заказ", body: "Нет\n", reference: nil, topic: topic))
            try clockStep.look()
            for _ in 0..<2 {
                let claim = try fixture.claim(from: "mail")
                #expect(try await handler.perform(claim) == .completed(note: "to boss@example.test"))
                try fixture.run("UPDATE jobs SET state = 'available', worker = NULL WHERE id = \(claim.job.id)")
                fixture.jumpWall(by: 25 * 3_600_000)
                try clockStep.look()
            }
            try fixture.run("UPDATE jobs SET state = 'completed'")
        }
        let names = try server.letters().map { $0["id"] }
        #expect(names.count == 4 && names[0] == names[1] && names[2] == names[3] && names[1] != names[2])
    }

    @Test("the same problem sends one e-mail while the first one waits")
    func unique() throws {
        let fixture = try SyncFixture()
        let job = NotifyManagerJob(mailSubject: "s", body: "b", reference: nil, topic: "breaker:cash_close")
        let first = try fixture.queue.insert(job)
        #expect(try fixture.queue.insert(job).id == first.id)
        #expect(try fixture.jobs("notify_manager").count == 1)
    }
}
