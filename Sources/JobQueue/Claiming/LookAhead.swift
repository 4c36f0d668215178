internal import SQLite

/// What a look into the queues found.
public struct ClaimResult: Sendable {
    public var claims: [Claim]
    /// In how many milliseconds there may be more to claim; nil: not before somebody inserts something or gives a
    /// budget back.
    public var nextLook: Int64?
    /// Whether jobs are available that wait only for a budget or for a place among those that run, in a queue that
    /// holds a drain.
    public var waitsForBudget: Bool
}

extension JobQueue {
    /// For a queue whose places are all taken by others: the end of one of them rings the doorbell, and a worker that
    /// does not hear it looks again after so many milliseconds.
    private static let lookForPlace: Int64 = 250

    /// Reads only. - Returns: whether a claim would find something, and what to do where it would not.
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
            look(in: nextDue - clock.now())
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
                // Where one of them can only be given back, no time is known.
                let waits = rooms.compactMap(\.wait)
                if waits.count == rooms.count { look(in: waits.max() ?? 0) }
            }
        }
        return (canClaim, result)
    }

    /// Whether each of the queue's budgets has room for a job of a priority, or a reservation that it may take over.
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
