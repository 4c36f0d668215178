public import SQLite

/// A queue as a worker serves it.
public struct QueueSpec: Sendable, Hashable {
    public let name: String
    /// A job of it is claimed only while all these budgets have room; the claim reserves one use of each.
    public let budgets: [String]
    /// Whether a drain waits for jobs of it that wait for a budget.
    public let holdsDrain: Bool

    public init(_ name: String, budgets: [String] = [], holdsDrain: Bool = true) {
        self.name = name
        self.budgets = budgets
        self.holdsDrain = holdsDrain
    }
}

/// A job in the hands of a worker. Only the holder of the same (id, worker, attempt) can finish it.
public struct Claim: Sendable, Hashable {
    public let job: Job
    public let worker: String
    public var attempt: Int { job.attempt }
}

/// What a look into the queues found.
public struct ClaimResult: Sendable {
    public var claims: [Claim]
    /// In how many milliseconds there may be more to claim; nil: not before somebody inserts something or gives a
    /// budget back.
    public var nextLook: Int64?
    /// Whether jobs are available that wait only for a budget, in a queue that holds a drain.
    public var waitsForBudget: Bool
}

/// The statements of the claim. Each state is written out: a bound state would keep SQLite from the partial indexes
/// (<https://sqlite.org/partialindex.html>, "Queries Using Partial Indexes").
enum ClaimSQL {
    /// Index: jobs_scheduled.
    static let promote = """
        UPDATE jobs SET state = 'available'
        WHERE id IN (SELECT id FROM jobs WHERE state = 'scheduled' AND scheduled_at <= ?
                     ORDER BY scheduled_at LIMIT 1000)
        """
    /// Index: jobs_scheduled.
    static let nextDue = "SELECT scheduled_at FROM jobs WHERE state = 'scheduled' ORDER BY scheduled_at LIMIT 1"
    /// Index: jobs_available.
    static let hasAvailable = "SELECT 1 FROM jobs WHERE state = 'available' AND queue = ? LIMIT 1"
    /// Index: jobs_available for the inner query, whose order it has; the primary key for the outer one.
    static let claim = """
        UPDATE jobs SET state = 'running', worker = ?, attempt = attempt + 1, reason = NULL
        WHERE id IN (SELECT id FROM jobs WHERE state = 'available' AND queue = ?
                     ORDER BY priority, scheduled_at, id LIMIT ?)
        RETURNING \(Job.columns)
        """
}

extension JobQueue {
    /// Claims up to `limit` jobs, queue by queue in the order given, each queue's by priority and then age.
    ///
    /// The attempt is counted here, so that a job which kills its worker runs out of attempts too.
    public func claim(_ queues: [QueueSpec], worker: WorkerIdentity, limit: Int) throws -> ClaimResult {
        // Most looks find nothing: they must not take the writers' turn for it.
        let look = try database.read { try lookAhead(queues, on: $0) }
        guard look.canClaim, limit > 0 else { return look.result }
        return try database.write { connection in
            let claims = try claim(queues, worker: worker, limit: limit, in: connection)
            var result = try lookAhead(queues, on: connection).result
            result.claims = claims
            return result
        }
    }

    /// As ``claim(_:worker:limit:)``, in the caller's transaction.
    func claim(
        _ queues: [QueueSpec], worker: WorkerIdentity, limit: Int, in connection: Connection
    ) throws(SQLiteError) -> [Claim] {
        let now = clock.now()
        try connection.register(worker, now: now)
        if let due = try connection.scalar(ClaimSQL.nextDue, as: Int64.self), due <= now {
            try connection.run(ClaimSQL.promote, now)
        }
        var claims: [Claim] = []
        for queue in queues where claims.count < limit {
            claims += try claim(queue, worker: worker, limit: limit - claims.count, now: now, in: connection)
        }
        return claims
    }

    private func claim(
        _ queue: QueueSpec, worker: WorkerIdentity, limit: Int, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> [Claim] {
        var limit = limit
        for budget in queue.budgets {
            try forgetOldUses(of: budget, in: connection)
            limit = min(limit, try room(in: budget, on: connection).free)
        }
        guard limit > 0 else { return [] }
        let jobs = try connection.all(ClaimSQL.claim, worker.id, queue.name, limit) { row throws(SQLiteError) in
            try Job(row)
        }
        for job in jobs {
            try connection.run(
                "INSERT INTO attempts (job_id, attempt, worker, started_at) VALUES (?, ?, ?, ?)",
                job.id, job.attempt, worker.id, now)
            for budget in queue.budgets {
                try reserve(budget, jobID: job.id, attempt: job.attempt, in: connection)
            }
        }
        if jobs.count == 1 { return [Claim(job: jobs[0], worker: worker.id)] }
        // RETURNING gives rows in arbitrary order (https://sqlite.org/lang_returning.html).
        return jobs.sorted { ($0.priority, $0.scheduledAt, $0.id) < ($1.priority, $1.scheduledAt, $1.id) }
            .map { Claim(job: $0, worker: worker.id) }
    }

    private func lookAhead(
        _ queues: [QueueSpec], on connection: Connection
    ) throws(SQLiteError) -> (canClaim: Bool, result: ClaimResult) {
        var result = ClaimResult(claims: [], nextLook: nil, waitsForBudget: false)
        var canClaim = false
        func look(in milliseconds: Int64) { result.nextLook = min(result.nextLook ?? .max, max(0, milliseconds)) }
        let nextDue: Int64? = try connection.scalar(ClaimSQL.nextDue)
        if let nextDue {
            look(in: nextDue - clock.now())
            if nextDue <= clock.now() { canClaim = true }
        }
        for queue in queues {
            guard try connection.scalar(ClaimSQL.hasAvailable, queue.name, as: Int.self) != nil else { continue }
            let rooms = try queue.budgets.map { budget throws(SQLiteError) in try room(in: budget, on: connection) }
            if rooms.allSatisfy({ $0.free > 0 }) {
                canClaim = true
                look(in: 0)
            } else {
                if queue.holdsDrain { result.waitsForBudget = true }
                // Where one of them can only be given back, no time is known.
                let waits = rooms.compactMap(\.wait)
                if waits.count == rooms.count { look(in: waits.max() ?? 0) }
            }
        }
        return (canClaim, result)
    }

    /// Whether the claim still stands: the lease was not lost meanwhile. Ask it right before something irrevocable.
    public func holds(_ claim: Claim, on connection: Connection) throws(SQLiteError) -> Bool {
        try connection.scalar(
            "SELECT 1 FROM jobs WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ?",
            claim.job.id, claim.worker, claim.attempt, as: Int.self) != nil
    }
}
