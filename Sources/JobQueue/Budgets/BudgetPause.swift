public import SQLite

extension JobQueue {
    /// Pauses a budget because the other side says that it is used up. Nobody uses it for this many milliseconds. A pause
    /// that ends later is kept.
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

    /// The same in a transaction of its own.
    public func exhaust(_ budget: String, for milliseconds: Int64) throws {
        try database.write { try exhaust(budget, for: milliseconds, in: $0) }
    }

    /// How long the budget is still paused, in milliseconds; 0 if it is not.
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

    /// In milliseconds. As with uses, only the wall clock is left after a reboot. It may have been ahead when the pause
    /// began: no pause is longer than it was meant to be.
    func left(by clock: QueueClock) -> Int64 {
        if boot == clock.boot { return max(0, steadyUntil.saturatingSubtracting(clock.steady())) }
        return max(0, min(until.saturatingSubtracting(clock.now()), length ?? .max))
    }
}

extension JobQueue {
    /// Takes an unused reservation from a less urgent job.
    ///
    /// - Returns: false if there is none.
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
    /// Index: budget_uses_budget, which has as few rows as the budget allows; the primary key for the job of each.
    static let lessUrgentReservation = """
        SELECT budget_uses.id FROM budget_uses JOIN jobs ON jobs.id = budget_uses.job_id
        WHERE budget_uses.budget = ? AND budget_uses.spent = 0 AND jobs.priority > ?
        ORDER BY jobs.priority DESC LIMIT 1
        """
    /// Index: budget_uses_budget.
    static let usesSince = "SELECT count(*) FROM budget_uses WHERE budget = ? AND used_at > ? AND spent = 1"
    /// Index: budget_uses_budget.
    static let forgetUses = "DELETE FROM budget_uses WHERE budget = ? AND spent = 1"
}
