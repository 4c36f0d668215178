public import SQLite

/// A job to insert. If its kind is a ``JobKind``, make it from a value of that type.
public struct NewJob: Sendable, Hashable {
    public var kind: String
    public var queue: String
    /// The arguments, as text that the kind's handler understands, such as a JSON object.
    public var args: String
    public var subject: String?
    /// Smaller numbers run first.
    public var priority: Int
    /// The number of attempts after which the job is discarded. Attempts that were snoozed or given back do not count.
    public var maxAttempts: Int
    /// The earliest time to run, in milliseconds since 1970. Nil means now.
    public var scheduledAt: Int64?
    /// While a job with this key is unfinished, no second job with the key is inserted.
    public var uniqueKey: String?

    public init(
        kind: String, queue: String, args: String = "{}", subject: String? = nil, priority: Int = 0,
        maxAttempts: Int = 20, scheduledAt: Int64? = nil, uniqueKey: String? = nil
    ) {
        self.kind = kind
        self.queue = queue
        self.args = args
        self.subject = subject
        self.priority = priority
        self.maxAttempts = maxAttempts
        self.scheduledAt = scheduledAt
        self.uniqueKey = uniqueKey
    }
}

/// The result of an insertion.
public enum Insertion: Sendable, Hashable {
    case inserted(id: Int64)
    /// An unfinished job with the same unique key exists. It was not changed.
    case duplicate(id: Int64)

    public var id: Int64 {
        switch self {
        case .inserted(let id), .duplicate(let id): id
        }
    }
}

extension JobQueue {
    /// Inserts a job and wakes a worker. The job is on the disk when this method returns. Threads that insert at the
    /// same time share a commit.
    @discardableResult
    public func insert(_ job: NewJob) throws -> Insertion { try insert([job])[0] }

    /// Inserts all jobs in one transaction and wakes a worker. If there is an error, no job is inserted.
    ///
    /// - Returns: the result for each job, in the same order.
    @discardableResult
    public func insert(_ jobs: [NewJob]) throws -> [Insertion] {
        let box = ResultBox<[Insertion]>([])
        try insertions.submitBlocking(
            GroupCommit.Item { connection in
                box.value = try jobs.map { job throws(SQLiteError) in try insert(job, in: connection) }
            })
        doorbell.ring()
        return box.value
    }

    /// Inserts a job in the caller's transaction. Ring the ``doorbell`` after the commit.
    @discardableResult
    public func insert(_ job: NewJob, in connection: Connection) throws(SQLiteError) -> Insertion {
        let now = clock.now()
        let due = job.scheduledAt ?? now
        // There is no RETURNING clause, because SQLite would build a table in memory for it.
        let inserted = try connection.run(
            """
            INSERT INTO jobs (kind, queue, args, subject, state, priority, max_attempts, scheduled_at, unique_key,
                inserted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            job.kind, job.queue, job.args, job.subject,
            due > now ? JobState.scheduled : .available, job.priority, job.maxAttempts, due,
            job.uniqueKey, now)
        if inserted == 1 { return .inserted(id: connection.lastInsertedRowID) }
        guard let key = job.uniqueKey, let existing = try unfinished(uniqueKey: key, on: connection) else {
            throw SQLiteError(extendedCode: 19, message: "the job was not inserted and no other has its unique key")
        }
        return .duplicate(id: existing)
    }
}
