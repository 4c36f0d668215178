public import SQLite

/// A row of `workers`. Times are milliseconds since 1970 in UTC.
public struct WorkerRecord: Sendable, Hashable {
    public let id: String
    public let pid: Int
    public let host: String
    public let heartbeatAt: Int64
    public let startedAt: Int64
    public let concurrency: Int
    /// How long it may be silent, in milliseconds.
    public let lease: Int64
    /// Whether its lock file is free, or it has a file open that this database has replaced. Its jobs are then about to be
    /// rescued.
    public let isDead: Bool
}

extension JobQueue {
    /// All registered workers, by start time.
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
