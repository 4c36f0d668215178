public import SQLite

/// A pause of a queue. None of its jobs is claimed; running jobs go on.
public struct QueuePause: Sendable, Hashable {
    /// Milliseconds since 1970 in UTC.
    public let since: Int64
    /// Who paused it.
    public let by: String
    public let reason: String
}

/// The settings of a queue that apply in every process.
public struct QueueControl: Sendable, Hashable {
    public let queue: String
    /// nil: the queue is not paused.
    public let pause: QueuePause?
    /// How many of its jobs may run at once in all processes; nil: any number.
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
    /// Stops claims from a queue in every process, across restarts, until ``resume(_:in:)``. It replaces an existing pause.
    /// A drain does not wait for the jobs of a paused queue.
    public func pause(_ queue: String, by person: String, reason: String, in connection: Connection) throws(SQLiteError)
    {
        try connection.run(
            """
            INSERT INTO queues (name, paused_at, paused_by, pause_reason) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET paused_at = excluded.paused_at, paused_by = excluded.paused_by,
                pause_reason = excluded.pause_reason
            """, queue, clock.now(), person, reason)
    }

    /// Ends a pause. Ring the ``doorbell`` after the commit.
    ///
    /// - Returns: false if the queue was not paused.
    @discardableResult
    public func resume(_ queue: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            UPDATE queues SET paused_at = NULL, paused_by = NULL, pause_reason = NULL
            WHERE name = ? AND paused_at IS NOT NULL
            """, queue) == 1
    }

    /// Limits how many jobs of a queue run at once in all processes together; nil removes the limit.
    public func limit(_ queue: String, to concurrency: Int?, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO queues (name, concurrency) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET concurrency = excluded.concurrency
            """, queue, concurrency)
    }

    /// The queues that have a pause or a limit, by name.
    public func controls(on connection: Connection) throws(SQLiteError) -> [QueueControl] {
        try connection.all(ControlSQL.all)
    }

    /// How many more jobs of a queue may start now; 0 while it is paused.
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

/// How many jobs a claim may take from a queue.
enum QueuePlaces {
    case paused
    /// The limit is reached.
    case full
    case free(Int)
}

enum ControlSQL {
    /// The table has a few rows, one for each queue with a pause or a limit.
    static let all = "SELECT name, paused_at, paused_by, pause_reason, concurrency FROM queues ORDER BY name"
    /// Index: jobs_running, which has an entry for each running job and the queue in it.
    static let running = "SELECT count(*) FROM jobs WHERE state = 'running' AND queue = ?"
}
