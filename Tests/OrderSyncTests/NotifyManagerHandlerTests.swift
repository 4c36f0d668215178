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

    @Test("the same problem sends one e-mail while the first one waits")
    func unique() throws {
        let fixture = try SyncFixture()
        let job = NotifyManagerJob(mailSubject: "s", body: "b", reference: nil, topic: "breaker:cash_close")
        let first = try fixture.queue.insert(job)
        #expect(try fixture.queue.insert(job).id == first.id)
        #expect(try fixture.jobs("notify_manager").count == 1)
    }
}
