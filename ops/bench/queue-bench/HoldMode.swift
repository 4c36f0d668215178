internal import JobQueue
internal import SQLite

extension Bench {
    /// Keeps the database open, as a worker does, so that no other program is the last to close it. Prints `ready` and
    /// the SQLite version.
    func hold() throws {
        _ = try queue.database.dataVersion()
        say("ready \(Database.libraryVersion)")
        while readLine() != nil {
            let result = try queue.database.checkpoint()
            say("\(result)")
        }
    }
}
