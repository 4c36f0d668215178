public import SQLite

/// How often something may be used, whoever uses it: `allowance` times in any stretch of `milliseconds`.
public struct BudgetWindow: Sendable, Hashable {
    public let milliseconds: Int64
    public let allowance: Int

    public init(milliseconds: Int64, allowance: Int) {
        self.milliseconds = milliseconds
        self.allowance = allowance
    }
}

/// What a budget has left.
public struct BudgetRoom: Sendable, Hashable {
    /// How many uses are free now.
    public let free: Int
    /// In how many milliseconds the next one is free; 0 where one is free now, nil where only a reservation that is
    /// given back can free one.
    public let wait: Int64?
}

extension JobQueue {
    /// Sets the windows of a budget. A budget without windows has no limit.
    ///
    /// - Parameter margin: added to each window, in milliseconds. The other side counts by its own clock, on arrival:
    ///   two requests that left a whole window apart can arrive closer together than that.
    public func setBudget(_ name: String, windows: [BudgetWindow], margin: Int64 = 100) throws {
        try database.write { connection in
            let wanted = windows.map { BudgetWindow(milliseconds: $0.milliseconds + margin, allowance: $0.allowance) }
            guard try Set(connection.windows(of: name)) != Set(wanted) else { return }
            try connection.run("DELETE FROM budgets WHERE name = ?", name)
            for window in wanted {
                try connection.run(
                    "INSERT INTO budgets (name, window, allowance) VALUES (?, ?, ?)",
                    name, window.milliseconds, window.allowance)
            }
        }
    }

    /// What the budget has left at this moment.
    public func room(in budget: String, on connection: Connection) throws(SQLiteError) -> BudgetRoom {
        let steady = clock.steady()
        let ages: [Int64?] = try connection.all(
            "SELECT spent, boot, steady_at, used_at FROM budget_uses WHERE budget = ?", budget
        ) { row throws(SQLiteError) in
            guard try row.get("spent", as: Bool.self) else { return nil }
            if try row.get("boot", as: String.self) == clock.boot {
                return steady - (try row.get("steady_at", as: Int64.self))
            }
            // Of before a reboot: the wall clock is all there is. A time in the future says nothing.
            let age = clock.now() - (try row.get("used_at", as: Int64.self))
            return age >= 0 ? age : .max
        }
        var free = Int.max
        var wait: Int64? = 0
        for window in try connection.windows(of: budget) {
            let counted = ages.filter { $0.map { $0 < window.milliseconds } ?? true }
            free = min(free, window.allowance - counted.count)
            guard counted.count >= window.allowance else { continue }
            // Free again when as many of the oldest uses as are too many have left the window. Reservations leave it
            // only when they are given back, so they are behind all others.
            let oldestFirst = counted.compactMap { $0 }.sorted(by: >)
            let tooMany = counted.count - window.allowance
            let freed = tooMany < oldestFirst.count ? window.milliseconds - oldestFirst[tooMany] : nil
            wait = wait.flatMap { wait in freed.map { max(wait, $0) } }
        }
        return BudgetRoom(free: max(0, free), wait: free > 0 ? 0 : wait)
    }

    /// Reserves one use for an attempt of a job. It counts from now on until ``spend(_:in:)``, and from
    /// then on for its windows; or until the attempt ends.
    func reserve(_ budget: String, jobID: Int64, attempt: Int, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO budget_uses (budget, job_id, attempt, spent, boot, steady_at, used_at)
            VALUES (?, ?, ?, 0, ?, ?, ?)
            """, budget, jobID, attempt, clock.boot, clock.steady(), clock.now())
    }

    /// The use is made, now: call it in the transaction that commits right before the request leaves.
    public func spend(_ claim: Claim, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            "UPDATE budget_uses SET spent = 1, boot = ?, steady_at = ?, used_at = ? WHERE job_id = ? AND attempt = ?",
            clock.boot, clock.steady(), clock.now(), claim.job.id, claim.attempt)
    }

    /// Nothing left after all, though ``spend(_:in:)`` said that it would.
    public func unspend(_ claim: Claim, in connection: Connection) throws(SQLiteError) {
        // A claim that was lost meanwhile has no end any more that would give its reservation back.
        guard try holds(claim, on: connection) else {
            try connection.run(
                "DELETE FROM budget_uses WHERE job_id = ? AND attempt = ?", claim.job.id, claim.attempt)
            return
        }
        try connection.run(
            "UPDATE budget_uses SET spent = 0 WHERE job_id = ? AND attempt = ?", claim.job.id, claim.attempt)
    }

    /// Uses a budget outside of any job, now.
    public func use(_ budget: String, in connection: Connection) throws(SQLiteError) {
        try forgetOldUses(of: budget, in: connection)
        try connection.run(
            "INSERT INTO budget_uses (budget, spent, boot, steady_at, used_at) VALUES (?, 1, ?, ?, ?)",
            budget, clock.boot, clock.steady(), clock.now())
    }

    /// Frees what the attempt reserved and did not spend.
    func giveBack(jobID: Int64, attempt: Int, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            "DELETE FROM budget_uses WHERE job_id = ? AND attempt = ? AND spent = 0", jobID, attempt)
    }

    /// Forgets uses that no window counts any more.
    func forgetOldUses(of budget: String, in connection: Connection) throws(SQLiteError) {
        let longest = try connection.windows(of: budget).map(\.milliseconds).max() ?? 0
        try connection.run(
            """
            DELETE FROM budget_uses WHERE budget = ? AND spent = 1
                AND CASE WHEN boot = ? THEN steady_at < ? ELSE used_at < ? END
            """, budget, clock.boot, clock.steady() - longest, clock.now() - longest)
    }
}

extension Connection {
    fileprivate func windows(of budget: String) throws(SQLiteError) -> [BudgetWindow] {
        try all("SELECT window, allowance FROM budgets WHERE name = ?", budget) { row throws(SQLiteError) in
            BudgetWindow(milliseconds: try row.get("window"), allowance: try row.get("allowance"))
        }
    }
}
