import JobQueue
import SQLite
import Testing

@Suite("The examples of changing jobs", .timeLimit(.minutes(1))) struct ChangeExamples {
    private typealias Report = InsertionExamples.Report

    @Test("unfinished jobs are found, run earlier, move, and are cancelled") func change() throws {
        let test = try TestQueue()
        let (queue, database) = (test.queue, test.queue.database)
        let letter = try queue.insert(Letter(args: "ada@example.com"), scheduledAt: test.clock.now + 60_000).id
        let report = try queue.insert(Report(args: "2026-11")).id
        let imported = try test.insert("import", queue: "imports")
        // snippet: change
        try database.write { connection in
            // The mail server works again. Make the letters due that wait for their next attempt.
            try queue.makeDue(kind: Letter.kind, in: connection)
            // If the November report is unfinished, it must not delay the other reports.
            if let job = try queue.unfinished(Report(args: "2026-11"), on: connection) {
                try queue.move(job, to: "large reports", in: connection)
            }
            // The imports that have not begun are no longer needed.
            try queue.cancelUnclaimed(in: "imports", reason: "the supplier is gone", in: connection)
        }
        queue.doorbell.ring()
        // end snippet
        #expect(try test.job(letter).state == .available)
        #expect(try test.job(report).queue == "large reports")
        #expect(try test.job(imported).state == .cancelled)
    }
}
