import SQLite
import TestSupport
import Testing

@Suite("The examples of checkpoints", .ownThread) struct CheckpointExamples {
    @Test("a checkpoint empties the WAL, unless a reader holds it back") func checkpoint() throws {
        let test = try TestDatabase("CREATE TABLE notes (text TEXT) STRICT")
        let database = test.database
        // snippet: checkpoint
        switch try database.checkpoint(limit: 50) {
        case .truncated: print("the WAL is empty")
        case .busy: print("a reader is in the way: try again later")
        }
        // end snippet
        #expect(test.database.walSize == 0)
    }

    @Test("a program that starts for one small write leaves the checkpoint to others") func shortLived() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "notes.db")
        // snippet: configuration
        let database = try Database(
            path: path,
            configuration: Database.Configuration(
                busyTimeout: 2_000, checkpointsOnClose: false, hasReader: false, largestWAL: 32 << 20))
        try database.write { connection in
            try connection.execute("CREATE TABLE IF NOT EXISTS notes (text TEXT) STRICT")
            try connection.run("INSERT INTO notes (text) VALUES (?)", "hello")
        }
        // end snippet
        #expect(database.walSize > 0)
    }
}
