public import SQLite

/// A row of the table `workers`. Times are milliseconds since 1970 in UTC.
public struct WorkerRecord: Sendable, Hashable {
    public let id: String
    public let pid: Int
    public let host: String
    public let heartbeatAt: Int64
    public let startedAt: Int64
    public let concurrency: Int
    /// How long the worker may be silent before others take over its jobs, in milliseconds.
    public let lease: Int64
    /// Whether the worker is dead: nobody holds the lock on its file, or it has an old database file open that has
    /// been replaced. Its jobs will be rescued soon.
    public let isDead: Bool
}

extension JobQueue {
    /// All registered workers, sorted by start time.
    public func workers(on connection: Connection) throws(SQLiteError) -> [WorkerRecord] {
        let path = database.path
        return try connection.all("SELECT * FROM workers ORDER BY started_at") { row throws(SQLiteError) in
            let id: String = try row.get("id")
            return WorkerRecord(
                id: id, pid: try row.get("pid"), host: try row.get("host"), heartbeatAt: try row.get("heartbeat_at"),
                startedAt: try row.get("started_at"), concurrency: try row.get("concurrency"),
                lease: try row.get("lease"),
                isDead: LivenessFile.isDead(id, databasePath: path))
        }
    }
}
