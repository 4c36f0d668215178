public import SQLite

extension JobQueue {
    /// How long to wait if no use becomes free until a reservation is given back, in milliseconds.
    private static let lookForReservation: Int64 = 1_000
    /// How long to wait if all free uses are left to others, in milliseconds.
    private static let lookForOthers: Int64 = 100

    /// Returns how long to wait before each budget may be used once, outside of any claim.
    ///
    /// - Parameters:
    ///   - budgets: the names of the budgets. Each of them must have room.
    ///   - spared: the number of free uses to leave to others, by budget.
    ///   - connection: the connection of the caller's snapshot or transaction.
    /// - Returns: the time until the next check, in milliseconds, or nil if there is room now.
    public func wait(
        for budgets: [String], sparing spared: [String: Int] = [:], on connection: Connection
    ) throws(SQLiteError) -> Int64? {
        var wait: Int64?
        for budget in budgets {
            let room = try room(in: budget, on: connection)
            guard room.free <= spared[budget] ?? 0 else { continue }
            let time = room.free > 0 ? JobQueue.lookForOthers : room.wait ?? JobQueue.lookForReservation
            wait = max(wait ?? 0, time)
        }
        return wait
    }

    /// Waits until a budget may be used once, outside of any claim. Another process may be faster, so check the budget
    /// again in the transaction that calls ``use(_:in:)``.
    ///
    /// - Parameters:
    ///   - budget: the name of the budget.
    ///   - milliseconds: the maximum time to wait.
    /// - Returns: nil as soon as there is room. If the wait would exceed the limit, the method returns at once with
    ///   the time that remains until there may be room, in milliseconds.
    public func waitForRoom(in budget: String, atMost milliseconds: Int64) async throws -> Int64? {
        try await waitForRoom(until: clock.steady().saturatingAdding(milliseconds)) { try wait(for: [budget], on: $0) }
    }

    /// Waits until a check finds room. The check can test any condition.
    ///
    /// - Parameters:
    ///   - end: the time at which to stop waiting, on ``QueueClock/steady``.
    ///   - onWait: called before each wait, with its length in milliseconds.
    ///   - look: the check. It returns the time until the next check in milliseconds, or nil if there is room. See
    ///     ``wait(for:sparing:on:)``.
    public func waitForRoom(
        until end: Int64, onWait: (Int64) -> Void = { _ in }, _ look: (Connection) throws -> Int64?
    ) async throws -> Int64? {
        while let wait = try database.read(look) {
            guard clock.steady().saturatingAdding(wait) <= end else { return wait }
            onWait(wait)
            // A shorter wait would only waste processor time.
            try await clock.sleep(max(10, wait))
        }
        return nil
    }
}
