internal import SQLite

/// The result of a claim.
public struct ClaimResult: Sendable {
    public var claims: [Claim]
    /// The time until there may be more to claim, in milliseconds. Nil means that there is nothing more until a job is
    /// inserted or a reservation is given back.
    public var nextLook: Int64?
    /// Whether available jobs wait only for a budget or a free place. Queues that a drain does not wait for are
    /// ignored.
    public var waitsForBudget: Bool
    /// Whether the worker claims nothing until one of its running jobs has ended. This happens if a running job must
    /// run alone or if the next job must run alone.
    public var waitsForSlots = false
}

extension JobQueue {
    /// When a queue has no free place, the end of one of its jobs rings the doorbell. A worker that misses this ring
    /// looks again after this many milliseconds.
    private static let lookForPlace: Int64 = 250

    /// Checks, without writing, whether a claim would find a job, and when to look again if it would not.
    func look(into queues: [QueueSpec]) throws -> (canClaim: Bool, result: ClaimResult) {
        try database.read { try lookAhead(queues, on: $0) }
    }

    func lookAhead(
        _ queues: [QueueSpec], on connection: Connection
    ) throws(SQLiteError) -> (canClaim: Bool, result: ClaimResult) {
        var result = ClaimResult(claims: [], nextLook: nil, waitsForBudget: false)
        var canClaim = false
        func look(in milliseconds: Int64) { result.nextLook = min(result.nextLook ?? .max, max(0, milliseconds)) }
        let nextDue: Int64? = try connection.scalar(ClaimSQL.nextDue)
        if let nextDue {
            look(in: nextDue.saturatingSubtracting(clock.now()))
            if nextDue <= clock.now() { canClaim = true }
        }
        let controls = try controls(on: connection)
        for queue in queues {
            guard let head = try connection.scalar(ClaimSQL.head, queue.name, as: Int.self) else { continue }
            switch try places(in: queue, controls, on: connection) {
            case .paused: continue
            case .full:
                if queue.holdsDrain { result.waitsForBudget = true }
                look(in: JobQueue.lookForPlace)
                continue
            case .free: break
            }
            if try self.canClaim(head, queue, on: connection) {
                canClaim = true
                look(in: 0)
            } else {
                if queue.holdsDrain { result.waitsForBudget = true }
                let rooms = try queue.budgets.map { budget throws(SQLiteError) in
                    try room(in: budget, for: head, on: connection)
                }
                // If one of the budgets waits for a reservation to be given back, the time is unknown.
                let waits = rooms.compactMap(\.wait)
                if waits.count == rooms.count { look(in: waits.max() ?? 0) }
            }
        }
        return (canClaim, result)
    }

    /// Returns true if each budget of the queue either has room for a job with this priority or has a reservation that
    /// the job may take.
    func canClaim(_ priority: Int, _ queue: QueueSpec, on connection: Connection) throws(SQLiteError) -> Bool {
        for budget in queue.budgets {
            let account = try account(of: budget, on: connection)
            if account.room(for: priority).free > 0 { continue }
            guard account.isOneShort(for: priority),
                try connection.scalar(BudgetSQL.lessUrgentReservation, budget, priority, as: Int64.self) != nil
            else { return false }
        }
        return true
    }
}
