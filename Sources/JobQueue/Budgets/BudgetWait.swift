public import SQLite

extension JobQueue {
    /// How long to wait before the next look where only a reservation that is given back can make room, in milliseconds.
    private static let lookForReservation: Int64 = 1_000
    /// As above, where what is free is left to others.
    private static let lookForOthers: Int64 = 100

    /// How long to wait until each budget may be used once, outside of any claim.
    ///
    /// - Parameters:
    ///   - budgets: each of them must have room.
    ///   - spared: how many uses of a budget are left to others.
    ///   - connection: of the caller's snapshot or transaction.
    /// - Returns: in how many milliseconds to look again; nil where there is room now.
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

    /// Waits until a budget may be used once, outside of any claim. Another process may be faster: look again in the
    /// transaction that calls ``use(_:in:)``.
    ///
    /// - Parameters:
    ///   - budget: its name.
    ///   - milliseconds: how long to wait at most.
    /// - Returns: nil as soon as there is room; else in how many milliseconds to look again, which is too late.
    public func waitForRoom(in budget: String, atMost milliseconds: Int64) async throws -> Int64? {
        try await waitForRoom(until: clock.steady() + milliseconds) { try wait(for: [budget], on: $0) }
    }

    /// As ``waitForRoom(in:atMost:)``, for whatever else is to be waited for.
    ///
    /// - Parameters:
    ///   - end: until when to wait at most, on ``QueueClock/steady``.
    ///   - onWait: called before each wait with its length in milliseconds.
    ///   - look: in how many milliseconds to look again; nil where there is room. See ``wait(for:sparing:on:)``.
    public func waitForRoom(
        until end: Int64, onWait: (Int64) -> Void = { _ in }, _ look: (Connection) throws -> Int64?
    ) async throws -> Int64? {
        while let wait = try database.read(look) {
            guard clock.steady() + wait <= end else { return wait }
            onWait(wait)
            // A shorter wait would only turn the processor.
            try await clock.sleep(max(10, wait))
        }
        return nil
    }
}
