internal import Intake
public import JobQueue
public import SQLite

/// The current activity of the queue, for a live view. Reading it does not read old jobs.
public struct QueueActivity: Sendable {
    /// An order that is waiting to be sent.
    public struct Waiting: Sendable, Hashable {
        public let order: String
        /// The earliest time for the order's next attempt, in milliseconds since 1970.
        public let since: Int64
        public let reason: String?
    }

    /// A failed attempt.
    public struct Trouble: Sendable, Hashable {
        public let job: Int64
        /// The job's kind and subject.
        public let what: String
        /// The time of the failure, in milliseconds since 1970.
        public let at: Int64
        public let error: String
    }

    /// The number of unfinished jobs in each state.
    public let jobs: [JobState: Int]
    public let sentInLastMinute: Int
    /// The number of requests to the CRM in the last minute.
    public let requestsInLastMinute: Int
    public let waiting: [Waiting]
    public let troubles: [Trouble]

    /// - Parameter limit: the maximum number of waiting orders and of failed attempts to list.
    public static func read(
        queue: JobQueue, limit: Int, on connection: Connection
    ) throws(SQLiteError) -> QueueActivity {
        let minuteAgo = queue.clock.now() - 60_000
        let backlog = try queue.backlog(on: connection)
        return QueueActivity(
            jobs: [.available, .scheduled, .running].reduce(into: [:]) { $0[$1] = backlog.count(of: $1) },
            sentInLastMinute: try connection.scalar(
                "SELECT count(*) FROM crm_orders WHERE crm_state = 'sent' AND sent_at > ?", minuteAgo) ?? 0,
            requestsInLastMinute: try queue.uses(of: AccountBudget.requests, since: minuteAgo, on: connection),
            waiting: try waiting(queue, limit: limit, on: connection),
            troubles: try queue.recentFailures(limit: limit, on: connection).map(Trouble.init))
    }

    private static func waiting(
        _ queue: JobQueue, limit: Int, on connection: Connection
    ) throws(SQLiteError) -> [Waiting] {
        try queue.nextJobs(in: QueueName.crm, limit: limit, on: connection).map { job throws(SQLiteError) in
            let number: String? = try connection.scalar(
                "SELECT num FROM crm_orders WHERE order_id = ?", job.subject.flatMap(OrderReference.order(ofSubject:)))
            return Waiting(order: number ?? job.subject ?? "", since: job.scheduledAt, reason: job.reason)
        }
    }
}

extension QueueActivity.Trouble {
    fileprivate init(_ failure: FailedAttempt) {
        job = failure.attempt.jobID
        what = [failure.kind, failure.subject].compactMap { $0 }.joined(separator: " ")
        at = failure.attempt.endedAt ?? failure.attempt.startedAt
        error = failure.attempt.error ?? ""
    }
}
