public import SQLite

/// A rate limit that all processes share. It allows at most `allowance` uses in any period of `milliseconds`.
public struct BudgetWindow: Sendable, Hashable {
    public let milliseconds: Int64
    public let allowance: Int
    /// The part of the allowance that only urgent jobs may use, see
    /// ``JobQueue/setBudget(_:windows:margin:reserveFor:)``. Other jobs wait while no more than the reserve is left.
    /// If the reserve equals the allowance, other jobs never run.
    public let reserve: Int

    public init(milliseconds: Int64, allowance: Int, reserve: Int = 0) {
        self.milliseconds = milliseconds
        self.allowance = allowance
        self.reserve = reserve
    }
}

extension JobQueue {
    /// Sets the windows of a budget. A budget without windows has no limit.
    ///
    /// - Parameters:
    ///   - name: the name under which the budget is stored.
    ///   - windows: the windows of the budget. All of them apply at the same time.
    ///   - margin: a time that is added to each window, in milliseconds. The server counts requests when they arrive,
    ///     by its own clock. Two requests that are sent one window apart can arrive closer together.
    ///   - priority: the limit for urgent jobs. Jobs with this priority or a smaller one may use the windows'
    ///     reserves.
    public func setBudget(
        _ name: String, windows: [BudgetWindow], margin: Int64 = 100, reserveFor priority: Int = 0
    ) throws {
        try database.write { connection in
            let wanted = windows.map {
                BudgetWindow(
                    milliseconds: $0.milliseconds.saturatingAdding(margin), allowance: $0.allowance, reserve: $0.reserve
                )
            }
            let present = try connection.limits(of: name)
            guard Set(present.windows) != Set(wanted) || present.priority != priority else { return }
            try connection.run("DELETE FROM budgets WHERE name = ?", name)
            for window in wanted {
                try connection.run(
                    "INSERT INTO budgets (name, window, allowance, reserve, reserve_priority) VALUES (?, ?, ?, ?, ?)",
                    name, window.milliseconds, window.allowance, window.reserve, priority)
            }
        }
    }

    /// Returns what the budget has left now for jobs that may use the reserve.
    public func room(in budget: String, on connection: Connection) throws(SQLiteError) -> BudgetRoom {
        try account(of: budget, on: connection).all
    }

    /// Returns what the budget has left now for jobs with this priority.
    public func room(
        in budget: String, for priority: Int, on connection: Connection
    ) throws(SQLiteError) -> BudgetRoom {
        try account(of: budget, on: connection).room(for: priority)
    }

    func account(of budget: String, on connection: Connection) throws(SQLiteError) -> BudgetAccount {
        let (windows, priority) = try connection.limits(of: budget)
        return BudgetAccount(
            windows: windows, priority: priority, ages: try ages(of: budget, on: connection),
            pause: try pause(of: budget, on: connection))
    }

    /// Returns the age of each use in milliseconds, with nil for a reservation.
    private func ages(of budget: String, on connection: Connection) throws(SQLiteError) -> [Int64?] {
        try connection.all(
            "SELECT spent, boot, steady_at, used_at FROM budget_uses WHERE budget = ?", budget, as: BudgetUse.self
        ).map { $0.age(by: clock) }
    }

    /// Reserves one use for an attempt. The reservation counts against the budget until the attempt ends or
    /// ``spend(_:in:)`` turns it into a use. A use counts for the length of the windows.
    func reserve(_ budget: String, jobID: Int64, attempt: Int, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO budget_uses (budget, job_id, attempt, spent, boot, steady_at, used_at)
            VALUES (?, ?, ?, 0, ?, ?, ?)
            """, budget, jobID, attempt, clock.boot, clock.steady(), clock.now())
    }

    /// Turns the reservation into a use. Call this method in the transaction that commits right before the request is
    /// sent. Call it only for the most urgent jobs of a budget. Other jobs may have lost their reservation, so call
    /// ``spendIfReserved(_:in:)`` for them.
    public func spend(_ claim: Claim, in connection: Connection) throws(SQLiteError) {
        _ = try spendIfReserved(claim, in: connection)
    }

    /// Turns the reservation into a use if the attempt still has it.
    ///
    /// - Returns: false if a more urgent job has taken the reservation. In this case, send nothing and give the job
    ///   back (``JobOutcome/giveBack(reason:)``).
    public func spendIfReserved(_ claim: Claim, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(
            "UPDATE budget_uses SET spent = 1, boot = ?, steady_at = ?, used_at = ? WHERE job_id = ? AND attempt = ?",
            clock.boot, clock.steady(), clock.now(), claim.job.id, claim.attempt) > 0
    }

    /// Undoes ``spend(_:in:)``. Call this method if nothing was sent after all.
    public func unspend(_ claim: Claim, in connection: Connection) throws(SQLiteError) {
        // A lost claim is never finished, so nothing would free its reservation. Delete the row instead.
        guard try holds(claim, on: connection) else {
            try connection.run(
                "DELETE FROM budget_uses WHERE job_id = ? AND attempt = ?", claim.job.id, claim.attempt)
            return
        }
        try connection.run(
            "UPDATE budget_uses SET spent = 0 WHERE job_id = ? AND attempt = ?", claim.job.id, claim.attempt)
    }

    /// Records a use that does not belong to a job.
    public func use(_ budget: String, in connection: Connection) throws(SQLiteError) {
        try forgetOldUses(of: budget, in: connection)
        try connection.run(
            "INSERT INTO budget_uses (budget, spent, boot, steady_at, used_at) VALUES (?, 1, ?, ?, ?)",
            budget, clock.boot, clock.steady(), clock.now())
    }

    /// Returns how often a budget was used since a time. Reservations do not count.
    ///
    /// - Parameters:
    ///   - budget: the name of the budget.
    ///   - time: the start of the period, in milliseconds since 1970. Uses that are older than the budget's longest
    ///     window may have been deleted.
    ///   - connection: the connection of the caller's snapshot or transaction.
    public func uses(of budget: String, since time: Int64, on connection: Connection) throws(SQLiteError) -> Int {
        try connection.scalar(BudgetSQL.usesSince, budget, time) ?? 0
    }

    /// Deletes all uses of a budget. Reservations stay.
    public func forgetUses(of budget: String, in connection: Connection) throws(SQLiteError) {
        try connection.run(BudgetSQL.forgetUses, budget)
    }

    /// Frees a reservation that the attempt did not spend.
    func giveBack(jobID: Int64, attempt: Int, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            "DELETE FROM budget_uses WHERE job_id = ? AND attempt = ? AND spent = 0", jobID, attempt)
    }

    /// Deletes the uses that are older than the longest window.
    func forgetOldUses(of budget: String, in connection: Connection) throws(SQLiteError) {
        let longest = try connection.limits(of: budget).windows.map(\.milliseconds).max() ?? 0
        try connection.run(
            """
            DELETE FROM budget_uses WHERE budget = ? AND spent = 1
                AND CASE WHEN boot = ? THEN steady_at < ? ELSE used_at < ? END
            """, budget, clock.boot, clock.steady().saturatingSubtracting(longest),
            clock.now().saturatingSubtracting(longest))
    }
}

/// A row of `budget_uses`.
private struct BudgetUse: RowDecodable {
    let isSpent: Bool
    let boot: String
    let steadyAt: Int64
    let usedAt: Int64

    init(_ row: Row) throws(SQLiteError) {
        isSpent = try row.get("spent")
        boot = try row.get("boot")
        steadyAt = try row.get("steady_at")
        usedAt = try row.get("used_at")
    }

    /// Returns the age in milliseconds, or nil for a reservation.
    func age(by clock: QueueClock) -> Int64? {
        guard isSpent else { return nil }
        if boot == clock.boot { return clock.steady().saturatingSubtracting(steadyAt) }
        // The use is older than the last reboot, so only the wall clock can tell its age. If the stored time is in the
        // future, the clock was wrong, and the use counts as old.
        let age = clock.now().saturatingSubtracting(usedAt)
        return age >= 0 ? age : .max
    }
}

/// A row of `budgets`.
private struct BudgetLimit: RowDecodable {
    let window: BudgetWindow
    let reservePriority: Int

    init(_ row: Row) throws(SQLiteError) {
        window = BudgetWindow(
            milliseconds: try row.get("window"), allowance: try row.get("allowance"), reserve: try row.get("reserve"))
        reservePriority = try row.get("reserve_priority")
    }
}

extension Connection {
    fileprivate func limits(
        of budget: String
    ) throws(SQLiteError) -> (windows: [BudgetWindow], priority: Int) {
        let limits = try all(
            "SELECT window, allowance, reserve, reserve_priority FROM budgets WHERE name = ?", budget,
            as: BudgetLimit.self)
        return (limits.map(\.window), limits.last?.reservePriority ?? 0)
    }
}
