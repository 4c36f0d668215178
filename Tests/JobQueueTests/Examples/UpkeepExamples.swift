import JobQueue
import SQLite
import Testing

@Suite("The examples of upkeep", .timeLimit(.minutes(1))) struct UpkeepExamples {
    @Test("a periodic job is inserted once in each time slot") func periodic() async throws {
        let test = try TestQueue()
        let queue = test.queue
        let handler = LetterHandler { _ in }
        // snippet: periodic
        let nightly = PeriodicJob("nightly letter", every: 86_400_000, offset: 3 * 3_600_000) { slotStart in
            NewJob(Letter(args: "report of \(slotStart)"))
        }
        let worker = try Worker(
            queue: queue, handlers: [handler], configuration: Worker.Configuration(periodic: [nightly]))
        // end snippet
        try await worker.run(.drain)
        #expect(try queue.insert(nightly) == nil)
        test.clock.advance(by: 86_400_000)
        #expect(try queue.insert(nightly) != nil)
    }

    @Test("a paused queue is not served, and a limit holds in all processes") func pause() async throws {
        let test = try TestQueue()
        let queue = test.queue
        let id = try queue.insert(Letter(args: "ada@example.com")).id
        let handler = LetterHandler { _ in }
        // snippet: pause
        try queue.database.write { connection in
            try queue.pause("mail", by: "Ada", reason: "the mail server moves", in: connection)
            // At most one job of this queue at a time, in all workers together.
            try queue.limit("imports", to: 1, in: connection)
        }
        // end snippet
        let worker = try Worker(queue: queue, handlers: [handler], configuration: Worker.Configuration())
        try await worker.run(.drain)
        #expect(try test.job(id).state == .available)
        // snippet: resume
        try queue.database.write { connection in
            _ = try queue.resume("mail", in: connection)
        }
        queue.doorbell.ring()
        // end snippet
        #expect(try queue.database.read { try queue.controls(on: $0) }.allSatisfy { $0.pause == nil })
    }

    @Test("old finished jobs are deleted") func prune() async throws {
        let test = try TestQueue()
        let queue = test.queue
        try queue.insert(Letter(args: "ada@example.com"))
        let worker = try Worker(
            queue: queue, handlers: [LetterHandler { _ in }], configuration: Worker.Configuration())
        try await worker.run(.drain)
        test.clock.advance(by: 8 * Retention.day)
        // snippet: prune
        let deleted = try queue.prune(Retention(completed: 7 * Retention.day, discarded: 90 * Retention.day))

        // In a worker, prune once an hour, no matter how many workers run.
        let pruning = Worker.Chore("old jobs", every: 600_000) {
            try queue.pruneOnce(every: 3_600_000)
            return false
        }
        // end snippet
        #expect(deleted == 1)
        #expect(try pruning.run() == false)
    }

    @Test("counters outlive the jobs") func metrics() async throws {
        let test = try TestQueue()
        let queue = test.queue
        try queue.insert(Letter(args: "ada@example.com"))
        let worker = try Worker(
            queue: queue, handlers: [LetterHandler { _ in }], configuration: Worker.Configuration())
        try await worker.run(.drain)
        // snippet: metrics
        let (backlog, metrics) = try queue.database.read { connection in
            (try queue.backlog(on: connection), try queue.metrics(on: connection))
        }
        print("waiting:", backlog.counts[.available]?["mail"] ?? 0, "oldest:", backlog.oldestWait ?? 0, "ms")
        for row in metrics {
            print(row.queue, row.kind, "completed:", row.outcomes[.completed] ?? 0, "waits:", row.wait.counts)
        }
        // end snippet
        #expect(backlog.inserted == 1)
        #expect(metrics.map { $0.outcomes[.completed] } == [1])
    }
}
