public import SQLite

/// A pause of a queue: while it lasts none of its jobs is claimed. What runs goes on.
public struct QueuePause: Sendable, Hashable {
    /// Milliseconds since 1970 in UTC.
    public let since: Int64
    /// Who paused it.
    public let by: String
    public let reason: String
}

/// What has been said about a queue, in every process.
public struct QueueControl: Sendable, Hashable {
    public let queue: String
    /// nil: it is served.
    public let pause: QueuePause?
    /// How many of its jobs may run at once, whoever runs them; nil: any number.
    public let concurrency: Int?
}

extension QueueControl: RowDecodable {
    public init(_ row: Row) throws(SQLiteError) {
        queue = try row.get("name")
        if let since: Int64 = try row.get("paused_at") {
            let by: String? = try row.get("paused_by")
            let reason: String? = try row.get("pause_reason")
            pause = QueuePause(since: since, by: by ?? "", reason: reason ?? "")
        } else {
            pause = nil
        }
        concurrency = try row.get("concurrency")
    }
}

extension JobQueue {
    /// Stops the claims of a queue until ``resume(_:in:)``, in every process, also after a restart. A pause that is
    /// there is replaced. The queue's jobs hold no drain meanwhile.
    public func pause(_ queue: String, by person: String, reason: String, in connection: Connection) throws(SQLiteError)
    {
        try connection.run(
            """
            INSERT INTO queues (name, paused_at, paused_by, pause_reason) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET paused_at = excluded.paused_at, paused_by = excluded.paused_by,
                pause_reason = excluded.pause_reason
            """, queue, clock.now(), person, reason)
    }

    /// Ends a pause. The caller rings the ``doorbell`` after its commit.
    ///
    /// - Returns: false where the queue was not paused.
    @discardableResult
    public func resume(_ queue: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            UPDATE queues SET paused_at = NULL, paused_by = NULL, pause_reason = NULL
            WHERE name = ? AND paused_at IS NOT NULL
            """, queue) == 1
    }

    /// Limits how many jobs of a queue run at once in all processes together; nil takes the limit away.
    public func limit(_ queue: String, to concurrency: Int?, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO queues (name, concurrency) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET concurrency = excluded.concurrency
            """, queue, concurrency)
    }

    /// The queues about which something has been said, by name.
    public func controls(on connection: Connection) throws(SQLiteError) -> [QueueControl] {
        try connection.all(ControlSQL.all)
    }

    /// How many more jobs of a queue may run now by what has been said about it; 0 while it is paused.
    func places(
        in queue: QueueSpec, _ controls: [QueueControl], on connection: Connection
    ) throws(SQLiteError) -> QueuePlaces {
        let control = controls.first { $0.queue == queue.name }
        if control?.pause != nil { return .paused }
        guard let most = [queue.concurrency, control?.concurrency].compactMap({ $0 }).min() else { return .free(.max) }
        let running = try connection.scalar(ControlSQL.running, queue.name, as: Int.self) ?? 0
        return running < most ? .free(most - running) : .full
    }
}

/// What a queue's control leaves for a claim.
enum QueuePlaces {
    case paused
    /// As many run as may.
    case full
    case free(Int)
}

enum ControlSQL {
    /// A row for each queue that somebody has spoken about: a handful.
    static let all = "SELECT name, paused_at, paused_by, pause_reason, concurrency FROM queues ORDER BY name"
    /// Index: jobs_running, which has an entry for each running job and the queue in it.
    static let running = "SELECT count(*) FROM jobs WHERE state = 'running' AND queue = ?"
}
