import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("The example of a start", .ownThread) struct StartExamples {
    @Test("a queue is a migrated database") func open() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "letters.db")
        // snippet: open
        let database = try Database(path: path)
        let queue = JobQueue(database: database)
        try database.migrate([QueueSchema.series], now: queue.clock.now())

        try queue.insert(Letter(args: "ada@example.com"))
        // end snippet
        #expect(try database.read { try queue.backlog(on: $0) }.inserted == 1)
    }
}
