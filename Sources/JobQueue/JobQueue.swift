public import SQLite

/// A durable job queue in one SQLite database, shared by any number of processes on one machine.
///
/// Methods that change something have two forms. One form runs its own transaction. The other takes the connection of
/// the caller's transaction, so that a job and its data are stored together or not at all.
public struct JobQueue: Sendable {
    public let database: Database
    public let clock: QueueClock
    /// Returns a random number in 0..<1, for jitter.
    public let random: @Sendable () -> Double
    public let doorbell: Doorbell
    /// Lets threads that insert at the same time share a commit.
    let insertions: GroupCommit

    /// - Parameters:
    ///   - database: the database that stores the jobs. It must have been migrated with ``QueueSchema/series``.
    ///   - clock: the clocks. A test passes a clock that it controls.
    ///   - random: returns a random number in 0..<1, for jitter.
    public init(
        database: Database, clock: QueueClock = .system,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.database = database
        self.clock = clock
        self.random = random
        doorbell = Doorbell(databasePath: database.path)
        insertions = GroupCommit(database: database)
    }
}
