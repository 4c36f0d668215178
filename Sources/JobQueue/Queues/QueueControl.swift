public import SQLite

/// A pause of a queue. Workers claim no jobs from a paused queue. Jobs that are already running continue.
public struct QueuePause: Sendable, Hashable {
    /// When the pause began, in milliseconds since 1970 in UTC.
    public let since: Int64
    /// The person who paused the queue.
    public let by: String
    public let reason: String
}

/// The settings of a queue that apply in every process.
public struct QueueControl: Sendable, Hashable {
    public let queue: String
    /// The current pause, or nil if the queue is not paused.
    public let pause: QueuePause?
    /// The maximum number of running jobs of the queue in all processes together, or nil for no limit.
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
    /// Pauses a queue: no process claims its jobs until ``resume(_:in:)``, even after a restart. The new pause
    /// replaces an existing one. A drain does not wait for the jobs of a paused queue.
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

    /// Limits how many jobs of a queue run at once in all processes together. A nil `concurrency` removes the limit.
    public func limit(_ queue: String, to concurrency: Int?, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO queues (name, concurrency) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET concurrency = excluded.concurrency
            """, queue, concurrency)
    }

    /// The settings of all queues that have a pause or a limit, sorted by name.
    public func controls(on connection: Connection) throws(SQLiteError) -> [QueueControl] {
        try connection.all(ControlSQL.all)
    }

    /// Returns how many more jobs of a queue may start now.
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

/// The number of jobs that a claim may take from a queue.
enum QueuePlaces {
    case paused
    /// As many jobs are running as the limit allows.
    case full
    case free(Int)
}

enum ControlSQL {
    /// The table is small: it has one row for each queue with a pause or a limit.
    static let all = "SELECT name, paused_at, paused_by, pause_reason, concurrency FROM queues ORDER BY name"
    /// Uses the index jobs_running. Each entry of the index is a running job and includes its queue.
    static let running = "SELECT count(*) FROM jobs WHERE state = 'running' AND queue = ?"
}
