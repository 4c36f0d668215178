import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Texts that are kept", .ownThread)
struct StoredTextTests {
    private struct Page: Error, CustomStringConvertible {
        let description = String(repeating: "я", count: 4 << 20)
    }

    @Test("what a handler throws is cut before it is stored, and says how long it was")
    func hugeError() async throws {
        let test = try TestQueue()
        let id = try test.insert(maxAttempts: 1)
        let told = EventLog<String>()
        let worker = try TestWorker(
            test, ClosureHandler(onGaveUp: { _, error, _ in told.append(error) }) { _ in throw Page() })
        try await worker.run(.drain)
        let error = try #require(try test.attempts(of: id).first?.error)
        #expect(error.utf8.count <= StoredText.limit && error.utf8.count > StoredText.limit - 4)
        #expect(error.hasPrefix("яяя") && error.hasSuffix("я… (cut: it had 8388608 bytes)"))
        #expect(try test.job(id).reason == error)
        #expect(told.all == [error])
    }

    @Test("every outcome's text is cut")
    func outcomes() throws {
        let test = try TestQueue()
        let worker = try test.worker()
        let long = String(repeating: "x", count: 100_000)
        for outcome in [
            JobOutcome.completed(note: long), .retry(error: long), .snooze(milliseconds: 1, reason: long),
            .discard(error: long), .cancel(reason: long), .giveBack(reason: long),
        ] {
            let id = try test.insert()
            _ = try test.finish(test.claimOne(by: worker), outcome)
            #expect(try test.job(id).reason?.utf8.count == StoredText.limit)
            #expect(try test.attempts(of: id).last?.error?.utf8.count == StoredText.limit)
            try test.queue.database.write { _ = try $0.run("DELETE FROM jobs") }
        }
    }

    @Test("a reason to cancel is cut too")
    func reasons() throws {
        let test = try TestQueue()
        let long = String(repeating: "x", count: 100_000)
        let waiting = try test.insert()
        try test.queue.database.write { connection in
            _ = try test.queue.requestCancel(waiting, reason: long, in: connection)
        }
        #expect(try test.job(waiting).reason?.utf8.count == StoredText.limit)
    }

    @Test("a text of the whole length is kept as it is")
    func notTooLong() {
        let text = String(repeating: "x", count: StoredText.limit)
        #expect(StoredText.cut(text) == text)
        #expect(StoredText.cut("") == "")
    }
}
