public import SQLite

/// A kind of job. A value of the type is one job; its properties are the job's args.
///
///     struct Greet: JobKind {
///         static let kind = "greet"
///         static let queue = "words"
///         let args: String
///     }
///
/// A ``JobHandler`` runs the jobs of one kind. The queue stores the args as opaque text. Most kinds have typed
/// properties and encode them as JSON in ``args``.
public protocol JobKind: Sendable {
    /// The name of the kind. It is stored with each job. If you change it, the stored jobs no longer have a handler.
    static var kind: String { get }
    /// The queue of its jobs. A worker serves the queues of its handlers.
    static var queue: String { get }
    /// Smaller numbers run first. The default is 0.
    static var priority: Int { get }
    /// The number of attempts after which a job is discarded. The default is 20.
    static var maxAttempts: Int { get }

    /// What the job is about, such as "report:5". Jobs can be looked up by it. The default is nil.
    var subject: String? { get }
    /// While a job with this key is unfinished, no second job with the key is inserted. The default is nil, which
    /// allows any number of jobs.
    var uniqueKey: String? { get }

    /// The text that is stored. It must contain everything that ``init(args:)`` needs.
    var args: String { get }
    /// Reads a stored text. An older version of the program may have written it. If the initializer returns nil, the
    /// job is discarded with an error that names the kind, because another attempt would read the same text.
    init?(args: String)
}

extension JobKind {
    public static var priority: Int { 0 }
    public static var maxAttempts: Int { 20 }
    public var subject: String? { nil }
    public var uniqueKey: String? { nil }
}

extension NewJob {
    /// Makes a job from a value of its kind.
    ///
    /// - Parameters:
    ///   - job: the value of the kind. Its properties become the args.
    ///   - scheduledAt: the earliest time to run, in milliseconds since 1970. Nil means now.
    public init<Kind: JobKind>(_ job: Kind, scheduledAt: Int64? = nil) {
        self.init(
            kind: Kind.kind, queue: Kind.queue, args: job.args, subject: job.subject, priority: Kind.priority,
            maxAttempts: Kind.maxAttempts, scheduledAt: scheduledAt, uniqueKey: job.uniqueKey)
    }
}

extension JobQueue {
    /// Inserts a job from a value of its kind and wakes a worker. The job is on the disk when this method returns.
    ///
    /// - Parameters:
    ///   - job: the value of the kind. Its properties become the args.
    ///   - scheduledAt: the earliest time to run, in milliseconds since 1970. Nil means now.
    @discardableResult
    public func insert(_ job: some JobKind, scheduledAt: Int64? = nil) throws -> Insertion {
        try insert(NewJob(job, scheduledAt: scheduledAt))
    }

    /// Inserts a job from a value of its kind in the caller's transaction. Ring the ``doorbell`` after the commit.
    @discardableResult
    public func insert(
        _ job: some JobKind, scheduledAt: Int64? = nil, in connection: Connection
    ) throws(SQLiteError) -> Insertion {
        try insert(NewJob(job, scheduledAt: scheduledAt), in: connection)
    }
}
