public import SQLite

extension JobQueue {
    /// How long to wait if only a returned reservation can make room, in milliseconds.
    private static let lookForReservation: Int64 = 1_000
    /// How long to wait if what is free is left to others, in milliseconds.
    private static let lookForOthers: Int64 = 100

    /// The time until each budget may be used once, outside of any claim.
    ///
    /// - Parameters:
    ///   - budgets: each of them must have room.
    ///   - spared: how many free uses of a budget to leave to others.
    ///   - connection: of the caller's snapshot or transaction.
    /// - Returns: the time until the next look, in milliseconds; nil if there is room now.
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

    /// Waits until a budget may be used once, outside of any claim. Another process may be faster, so check again in the
    /// transaction that calls ``use(_:in:)``.
    ///
    /// - Parameters:
    ///   - budget: its name.
    ///   - milliseconds: how long to wait at most.
    /// - Returns: nil as soon as there is room; the remaining time in milliseconds if that would take too long.
    public func waitForRoom(in budget: String, atMost milliseconds: Int64) async throws -> Int64? {
        try await waitForRoom(until: clock.steady().saturatingAdding(milliseconds)) { try wait(for: [budget], on: $0) }
    }

    /// The same for any condition.
    ///
    /// - Parameters:
    ///   - end: the latest time, on ``QueueClock/steady``.
    ///   - onWait: called before each wait with its length in milliseconds.
    ///   - look: returns the time until the next look, in milliseconds; nil if there is room. See
    ///     ``wait(for:sparing:on:)``.
    public func waitForRoom(
        until end: Int64, onWait: (Int64) -> Void = { _ in }, _ look: (Connection) throws -> Int64?
    ) async throws -> Int64? {
        while let wait = try database.read(look) {
            guard clock.steady().saturatingAdding(wait) <= end else { return wait }
            onWait(wait)
            // A shorter wait would only burn processor time.
            try await clock.sleep(max(10, wait))
        }
        return nil
    }
}
