internal import SQLite

/// A job that is inserted once in each time slot. The number of workers and their restarts make no difference.
public struct PeriodicJob: Sendable {
    /// The name of the schedule. It is stored, so a new name is a new schedule.
    public let name: String
    /// The length of a slot in milliseconds. Slots begin at whole multiples of this length since 1970 in UTC, plus
    /// `offset`.
    public let interval: Int64
    public let offset: Int64
    /// Makes the job for the slot that begins at this time. If the job is superfluous while the job of an earlier slot
    /// is unfinished, give it a unique key.
    public let job: @Sendable (_ slotStart: Int64) -> NewJob

    public init(
        _ name: String, every interval: Int64, offset: Int64 = 0,
        job: @escaping @Sendable (_ slotStart: Int64) -> NewJob
    ) {
        precondition(interval > 0, "\(name): an interval is longer than nothing")
        self.name = name
        self.interval = interval
        self.offset = offset
        self.job = job
    }

    func slot(at now: Int64) -> Int64 {
        let since = now.saturatingSubtracting(offset)
        return since / interval - (since % interval < 0 ? 1 : 0)
    }

    func start(of slot: Int64) -> Int64 { slot.saturatingMultiplied(by: interval).saturatingAdding(offset) }
}

extension JobQueue {
    /// Inserts the job of the current slot, unless the slot already has its job. Slots during which no worker ran are
    /// skipped.
    ///
    /// - Returns: the insertion, or nil if the slot already has its job.
    public func insert(_ periodic: PeriodicJob) throws -> Insertion? {
        let slot = periodic.slot(at: clock.now())
        // Read first, because another worker has usually inserted the job.
        let last = try database.read { connection in
            try connection.scalar("SELECT slot FROM periodic_slots WHERE name = ?", periodic.name, as: Int64.self)
        }
        guard last != slot else { return nil }
        let insertion = try database.write { connection in
            try takeSlot(slot, of: periodic.name, in: connection)
                ? try insert(periodic.job(periodic.start(of: slot)), in: connection) : nil
        }
        if insertion != nil { doorbell.ring() }
        return insertion
    }

    /// - Returns: true if the caller got the slot. A stored slot in the future comes from a wrong clock and is
    ///   replaced. The slot after the current one is not replaced, because it only means that a clock was slightly
    ///   ahead.
    func takeSlot(_ slot: Int64, of name: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            INSERT INTO periodic_slots (name, slot) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET slot = excluded.slot WHERE excluded.slot > slot OR slot > excluded.slot + 1
            """, name, slot) == 1
    }
}
