internal import JobQueue
public import SQLite

/// Accepts settings that the shop sends.
public struct SettingsIntake: Sendable {
    private let database: Database

    public init(database: Database) { self.database = database }

    /// Stores settings, and inserts the jobs of orders that waited for them. The caller must ring the doorbell after
    /// this call.
    ///
    /// - Parameter values: checked values. A value nil removes a setting.
    /// - Returns: the keys that changed, sorted.
    public func store(_ values: [String: String?]) throws -> [String] {
        try database.write { connection in
            let changed = try SettingsStore.store(values, in: connection)
            _ = try OrderSweep.run(JobQueue(database: database), in: connection)
            return changed
        }
    }
}
