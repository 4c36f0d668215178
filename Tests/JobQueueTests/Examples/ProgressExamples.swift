import JobQueue
import SQLite
import Synchronization
import Testing

@Suite("The examples of progress", .timeLimit(.minutes(1))) struct ProgressExamples {
    struct Import: JobKind {
        static let kind = "import"
        static let queue = "imports"
        let args: String
    }

    // snippet: progress
    /// Imports many rows, and continues where an earlier attempt ended.
    struct ImportHandler: JobHandler {
        let queue: JobQueue
        let importRow: @Sendable (_ row: Int, _ connection: Connection) throws -> Void

        func perform(_ job: Import, claim: Claim) async throws -> JobOutcome {
            let done = claim.job.progress.flatMap { Int($0) } ?? 0
            for row in done..<100 {
                // A person may have cancelled the job, or the worker may be stopping.
                try Task.checkCancellation()
                let isStillOurs = try queue.database.write { connection in
                    try importRow(row, connection)
                    return try queue.saveProgress("\(row + 1)", of: claim, in: connection)
                }
                // Another worker has the job, because this worker was silent for too long.
                guard isStillOurs else { return .giveBack() }
            }
            return .completed()
        }
    }
    // end snippet

    @Test("an attempt continues where the last one ended") func progress() async throws {
        struct Broken: Error {}
        let test = try TestQueue()
        try test.queue.insert(Import(args: "rows.csv"))
        let rows = Mutex<[Int]>([])
        for breaksAt in [40, 500] {
            let handler = ImportHandler(queue: test.queue) { row, _ in
                if row == breaksAt { throw Broken() }
                rows.withLock { $0.append(row) }
            }
            let worker = try Worker(queue: test.queue, handlers: [handler], configuration: Worker.Configuration())
            try await worker.run(.drain)
            test.clock.advance(by: 3_600_000)
        }
        #expect(rows.withLock { $0 } == Array(0..<100))
    }
}
