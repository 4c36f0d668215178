import JobQueue
import SQLite
import Testing

@Suite("The examples of stopping", .timeLimit(.minutes(1))) struct StopExamples {
    @Test("a stopped worker finishes what runs") func stop() async throws {
        let test = try TestQueue()
        let (queue, clock) = (test.queue, test.queue.clock)
        let started = Gate()
        let mayFinish = Gate()
        let handler = LetterHandler { _ in
            started.open()
            try await mayFinish.pass()
        }
        let id = try queue.insert(Letter(args: "ada@example.com")).id
        func isToldToStop() async throws {
            try await started.pass()
            mayFinish.open()
        }
        // snippet: stop
        let worker = try Worker(queue: queue, handlers: [handler], configuration: Worker.Configuration())
        let running = Task { try await worker.run(.serve) }

        try await isToldToStop()
        // The worker claims no new jobs and finishes the running ones.
        worker.stop()
        let patience = Task {
            try await clock.sleep(30_000)
            // That took too long. The running jobs are cancelled and given back. They do not spend an attempt.
            worker.cancelRunning()
        }
        try await running.value
        patience.cancel()
        // end snippet
        #expect(try test.job(id).state == .completed)
    }

    @Test("a running job is asked to stop") func cancel() async throws {
        let test = try TestQueue()
        let queue = test.queue
        let started = Gate()
        let handler = LetterHandler { _ in
            started.open()
            try await Gate().pass()
        }
        let id = try queue.insert(Letter(args: "ada@example.com")).id
        let worker = try Worker(queue: queue, handlers: [handler], configuration: Worker.Configuration())
        let running = Task { try await worker.run(.drain) }
        try await started.pass()
        // snippet: cancel
        let result = try queue.database.write { connection in
            try queue.requestCancel(id, reason: "the letter is obsolete", in: connection)
        }
        // This wakes the job's worker, which then cancels the attempt's task.
        queue.doorbell.ring()
        // end snippet
        #expect(result == .done(.running))
        try await running.value
        #expect(try test.job(id).state == .cancelled)
    }
}
