internal import SQLite

/// The statements of the claim. The states are literals, because SQLite cannot use the partial indexes with a bound
/// state (<https://sqlite.org/partialindex.html>, "Queries Using Partial Indexes").
enum ClaimSQL {
    /// Uses the index jobs_scheduled.
    static let promote = """
        UPDATE jobs SET state = 'available'
        WHERE id IN (SELECT id FROM jobs WHERE state = 'scheduled' AND scheduled_at <= ?
                     ORDER BY scheduled_at LIMIT 1000)
        """
    /// Uses the index jobs_scheduled.
    static let nextDue = "SELECT scheduled_at FROM jobs WHERE state = 'scheduled' ORDER BY scheduled_at LIMIT 1"
    /// Returns the priority of the job that would be claimed next. Uses the index jobs_available.
    static let head = "SELECT priority FROM jobs WHERE state = 'available' AND queue = ? ORDER BY priority LIMIT 1"
    /// Reads the index jobs_available in its order.
    static let next = """
        SELECT \(Job.columns) FROM jobs WHERE state = 'available' AND queue = ? AND priority <= ?
        ORDER BY priority, scheduled_at, id LIMIT ?
        """
    /// Uses the primary key. The statement claims one job at a time. For several jobs or a RETURNING clause, SQLite
    /// builds a table in memory, which costs more than it saves.
    static let claim = """
        UPDATE jobs SET state = 'running', worker = ?, attempt = \(SaturatingSQL.sum("attempt", "1")), reason = NULL
        WHERE id = ?
        """
    /// A row with this attempt number may already exist, because somebody has changed the number by hand or the number
    /// has reached its maximum. The new attempt replaces such a row, because an error here would stop the claims of
    /// every worker. Uses the primary key.
    static let begin = """
        INSERT INTO attempts (job_id, attempt, worker, started_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET worker = excluded.worker, started_at = excluded.started_at, ended_at = NULL,
            outcome = NULL, error = NULL
        """
}

extension JobQueue {
    /// Claims up to `limit` jobs. It takes the queues in the given order, and the jobs of a queue by priority and age.
    ///
    /// The claim counts the attempt, so a job that kills its worker also runs out of attempts. A job that was lost
    /// twice with its worker runs alone. Only a worker without running jobs claims such a job, and the worker claims
    /// nothing else until the job ends.
    public func claim(_ queues: [QueueSpec], worker: WorkerIdentity, limit: Int) throws -> ClaimResult {
        try claim(queues, worker: worker, limit: limit, ledger: nil)
    }

    /// Claims up to `limit` jobs. If there is a ledger, the counters go to the ledger and are stored later.
    func claim(
        _ queues: [QueueSpec], worker: WorkerIdentity, limit: Int, ledger: MetricsLedger?
    ) throws -> ClaimResult {
        // Usually there is nothing to claim, and finding this out must not take the writers' lock.
        let look = try look(into: queues)
        guard look.canClaim, limit > 0 else { return look.result }
        let (result, metrics) = try database.write { connection in
            var metrics = MetricsBatch()
            let controls = try controls(on: connection)
            var company = try Company(of: worker.id, on: connection)
            let claims = try claim(
                queues, controls, worker: worker, limit: limit, company: &company, metrics: &metrics, in: connection)
            if ledger == nil { try metrics.store(in: connection) }
            var result = try lookAhead(queues, on: connection).result
            result.claims = claims
            result.waitsForSlots = company.isClosed
            return (result, metrics)
        }
        ledger?.add(metrics)
        return result
    }

    /// Claims up to `limit` jobs in the caller's transaction.
    func claim(
        _ queues: [QueueSpec], _ controls: [QueueControl], worker: WorkerIdentity, limit: Int,
        company: inout Company, metrics: inout MetricsBatch, in connection: Connection
    ) throws(SQLiteError) -> [Claim] {
        let now = clock.now()
        try connection.register(worker, now: now)
        if let due = try connection.scalar(ClaimSQL.nextDue, as: Int64.self), due <= now {
            try connection.run(ClaimSQL.promote, now)
        }
        var claims: [Claim] = []
        for queue in queues where claims.count < limit && !company.isClosed {
            guard case .free(let places) = try places(in: queue, controls, on: connection) else { continue }
            let take = Take(queue: queue, worker: worker.id, now: now)
            claims += try claim(take, limit: min(limit - claims.count, places), company: &company, in: connection)
        }
        for claim in claims { metrics.claimed(claim) }
        return claims
    }

    private struct Take {
        let queue: QueueSpec
        let worker: String
        let now: Int64
    }

    private func claim(
        _ take: Take, limit: Int, company: inout Company, in connection: Connection
    ) throws(SQLiteError) -> [Claim] {
        guard !take.queue.budgets.isEmpty else { return try jobs(take, limit, company: &company, in: connection) }
        for budget in take.queue.budgets { try forgetOldUses(of: budget, in: connection) }
        // First use the part of the budgets that is open to all jobs. Jobs are claimed by priority, so urgent jobs use
        // this part first.
        var accounts = try accounts(of: take.queue, on: connection)
        var claims = try jobs(
            take, min(limit, accounts.map(\.shared.free).min() ?? 0), company: &company, in: connection)
        accounts = try self.accounts(of: take.queue, on: connection)
        let urgent = accounts.map(\.priority).min() ?? 0
        let reserve = min(limit - claims.count, accounts.map(\.all.free).min() ?? 0)
        claims += try jobs(take, reserve, upTo: urgent, company: &company, in: connection)
        while claims.count < limit, !company.isClosed, let priority = try freeForMoreUrgent(take.queue, in: connection)
        {
            claims += try jobs(take, 1, upTo: priority, company: &company, in: connection)
        }
        return claims
    }

    private func accounts(
        of queue: QueueSpec, on connection: Connection
    ) throws(SQLiteError) -> [BudgetAccount] {
        try queue.budgets.map { budget throws(SQLiteError) in try account(of: budget, on: connection) }
    }

    /// Takes unspent reservations from less urgent jobs, for the most urgent job of a queue. A job that loses its
    /// reservation must be given back.
    ///
    /// - Returns: the priority for which there is room now, or nil if there is no room.
    private func freeForMoreUrgent(
        _ queue: QueueSpec, in connection: Connection
    ) throws(SQLiteError) -> Int? {
        guard let priority = try connection.scalar(ClaimSQL.head, queue.name, as: Int.self),
            try canClaim(priority, queue, on: connection)
        else { return nil }
        for budget in queue.budgets where try room(in: budget, for: priority, on: connection).free == 0 {
            guard try takeReservation(of: budget, for: priority, in: connection) else { return nil }
        }
        return priority
    }

    private func jobs(
        _ take: Take, _ limit: Int, upTo priority: Int = .max, company: inout Company, in connection: Connection
    ) throws(SQLiteError) -> [Claim] {
        guard limit > 0, !company.isClosed else { return [] }
        let next = try connection.all(ClaimSQL.next, take.queue.name, priority, limit, as: Job.self)
        let jobs = company.admit(next).map { $0.claimed(by: take.worker) }
        for job in jobs {
            try connection.run(ClaimSQL.claim, take.worker, job.id)
            try connection.run(ClaimSQL.begin, job.id, job.attempt, take.worker, take.now)
            for budget in take.queue.budgets {
                try reserve(budget, jobID: job.id, attempt: job.attempt, in: connection)
            }
        }
        return jobs.map { Claim(job: $0, worker: take.worker, claimedAt: take.now) }
    }
}
