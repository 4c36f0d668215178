public import SQLite

/// A kind of job. A value of it is one job to be done: its properties are the job's args.
///
///     struct Greet: JobKind {
///         static let kind = "greet"
///         static let queue = "words"
///         let args: String
///     }
///
/// A ``JobHandler`` does the jobs of one kind. The queue stores the args as text and does not look into it: most kinds
/// have properties of their own and write them as JSON in ``args``.
public protocol JobKind: Sendable {
    /// Names the kind. Rows in the database carry it: a job under another name has no handler.
    static var kind: String { get }
    /// The queue of its jobs. A worker serves the queues of its handlers.
    static var queue: String { get }
    /// Smaller goes first. 0 unless the kind says otherwise.
    static var priority: Int { get }
    /// After how many attempts a job is discarded. 20 unless the kind says otherwise.
    static var maxAttempts: Int { get }

    /// What the job is about, such as "report:5", for looking it up. nil unless the kind says otherwise.
    var subject: String? { get }
    /// While a job with the same key is unfinished, no second one is inserted. nil, unless the kind says otherwise: any
    /// number of them.
    var uniqueKey: String? { get }

    /// What is stored: all that ``init(args:)`` needs.
    var args: String { get }
    /// Reads what ``args`` wrote, perhaps in an older version of the program. nil discards the job, with an error that
    /// names the kind: another attempt would read the same text.
    init?(args: String)
}

extension JobKind {
    public static var priority: Int { 0 }
    public static var maxAttempts: Int { 20 }
    public var subject: String? { nil }
    public var uniqueKey: String? { nil }
}

extension NewJob {
    /// A job as its kind describes it.
    ///
    /// - Parameters:
    ///   - job: its properties become the args.
    ///   - scheduledAt: not before this time, in milliseconds since 1970; nil: at once.
    public init<Kind: JobKind>(_ job: Kind, scheduledAt: Int64? = nil) {
        self.init(
            kind: Kind.kind, queue: Kind.queue, args: job.args, subject: job.subject, priority: Kind.priority,
            maxAttempts: Kind.maxAttempts, scheduledAt: scheduledAt, uniqueKey: job.uniqueKey)
    }
}

extension JobQueue {
    /// Inserts a job as its kind describes it and wakes a worker. It is durable when this returns.
    ///
    /// - Parameters:
    ///   - job: its properties become the args.
    ///   - scheduledAt: not before this time, in milliseconds since 1970; nil: at once.
    @discardableResult
    public func insert(_ job: some JobKind, scheduledAt: Int64? = nil) throws -> Insertion {
        try insert(NewJob(job, scheduledAt: scheduledAt))
    }

    /// As ``insert(_:scheduledAt:)``, in the caller's transaction. The caller rings the ``doorbell`` after its commit.
    @discardableResult
    public func insert(
        _ job: some JobKind, scheduledAt: Int64? = nil, in connection: Connection
    ) throws(SQLiteError) -> Insertion {
        try insert(NewJob(job, scheduledAt: scheduledAt), in: connection)
    }
}
