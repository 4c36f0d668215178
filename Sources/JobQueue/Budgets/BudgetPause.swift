public import SQLite

extension JobQueue {
    /// Pauses a budget because the server says that it is used up. Nobody uses the budget for this many milliseconds.
    /// If an existing pause ends later, it stays in force.
    public func exhaust(_ budget: String, for milliseconds: Int64, in connection: Connection) throws(SQLiteError) {
        guard milliseconds > (try pause(of: budget, on: connection)) else { return }
        try connection.run(
            """
            INSERT INTO budget_pauses (budget, boot, steady_until, until, length) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (budget) DO UPDATE SET boot = excluded.boot, steady_until = excluded.steady_until,
                until = excluded.until, length = excluded.length
            """, budget, clock.boot, clock.steady().saturatingAdding(milliseconds),
            clock.now().saturatingAdding(milliseconds), milliseconds)
    }

    /// Pauses a budget in a transaction of its own.
    public func exhaust(_ budget: String, for milliseconds: Int64) throws {
        try database.write { try exhaust(budget, for: milliseconds, in: $0) }
    }

    /// Returns the remaining time of the budget's pause, in milliseconds, or 0 if the budget is not paused.
    func pause(of budget: String, on connection: Connection) throws(SQLiteError) -> Int64 {
        let pause = try connection.first(
            "SELECT boot, steady_until, until, length FROM budget_pauses WHERE budget = ?", budget, as: BudgetPause.self
        )
        return pause?.left(by: clock) ?? 0
    }
}

/// A row of `budget_pauses`.
private struct BudgetPause: RowDecodable {
    let boot: String
    let steadyUntil: Int64
    let until: Int64
    let length: Int64?

    init(_ row: Row) throws(SQLiteError) {
        boot = try row.get("boot")
        steadyUntil = try row.get("steady_until")
        until = try row.get("until")
        length = try row.get("length")
    }

    /// Returns the remaining time in milliseconds. After a reboot, only the wall clock can tell it. That clock may
    /// have been ahead when the pause began, so the result is never longer than the original pause.
    func left(by clock: QueueClock) -> Int64 {
        if boot == clock.boot { return max(0, steadyUntil.saturatingSubtracting(clock.steady())) }
        return max(0, min(until.saturatingSubtracting(clock.now()), length ?? .max))
    }
}

extension JobQueue {
    /// Deletes an unspent reservation of a less urgent job, so that a more urgent job can have it.
    ///
    /// - Returns: false if no less urgent job has a reservation.
    func takeReservation(
        of budget: String, for priority: Int, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        guard let use: Int64 = try connection.scalar(BudgetSQL.lessUrgentReservation, budget, priority) else {
            return false
        }
        try connection.run("DELETE FROM budget_uses WHERE id = ?", use)
        return true
    }
}

enum BudgetSQL {
    /// Uses the index budget_uses_budget, which has only a few rows because the budget limits them. Each job is found
    /// by its primary key.
    static let lessUrgentReservation = """
        SELECT budget_uses.id FROM budget_uses JOIN jobs ON jobs.id = budget_uses.job_id
        WHERE budget_uses.budget = ? AND budget_uses.spent = 0 AND jobs.priority > ?
        ORDER BY jobs.priority DESC LIMIT 1
        """
    /// Uses the index budget_uses_budget.
    static let usesSince = "SELECT count(*) FROM budget_uses WHERE budget = ? AND used_at > ? AND spent = 1"
    /// Uses the index budget_uses_budget.
    static let forgetUses = "DELETE FROM budget_uses WHERE budget = ? AND spent = 1"
}
