public import SQLite

/// A durable queue of jobs in one SQLite database, shared by any number of processes of one machine.
///
/// Every method that changes something comes in two forms: one that runs its own transaction, and one that takes the
/// connection of a transaction that the caller holds, so that a job and the data it is about are stored together or
/// not at all.
public struct JobQueue: Sendable {
    public let database: Database
    public let clock: QueueClock
    /// Randomness for jitter, in 0..<1.
    public let random: @Sendable () -> Double
    public let doorbell: Doorbell
    /// Threads that insert at the same time share their commits.
    let insertions: GroupCommit

    /// - Parameters:
    ///   - database: migrated with ``QueueSchema/series``.
    ///   - clock: tests pass one that they move.
    ///   - random: for jitter, in 0..<1.
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
