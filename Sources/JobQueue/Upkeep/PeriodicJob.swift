internal import SQLite

/// A job that is inserted once in each time slot, whatever the number of workers and however often they restart.
public struct PeriodicJob: Sendable {
    /// Names the schedule for ever: another name is another schedule.
    public let name: String
    /// The length of a slot in milliseconds. Slots begin at whole multiples of it since 1970 in UTC, plus `offset`.
    public let interval: Int64
    public let offset: Int64
    /// The job of a slot, which begins at this time. Give it a unique key where a job of an earlier slot that is not
    /// finished yet makes it superfluous.
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
        let since = now - offset
        return since / interval - (since % interval < 0 ? 1 : 0)
    }

    func start(of slot: Int64) -> Int64 { slot * interval + offset }
}

extension JobQueue {
    /// Inserts the job of the present slot, where nobody has yet. Slots in which nothing ran are left out.
    ///
    /// - Returns: nil where the slot has its job.
    public func insert(_ periodic: PeriodicJob) throws -> Insertion? {
        let slot = periodic.slot(at: clock.now())
        // A look first: most workers find that another has been here.
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

    /// - Returns: whether the slot is the caller's. A slot of the future was taken by a clock that was wrong, unless
    ///   it is the next one: then it was only ahead.
    func takeSlot(_ slot: Int64, of name: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            INSERT INTO periodic_slots (name, slot) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET slot = excluded.slot WHERE excluded.slot > slot OR slot > excluded.slot + 1
            """, name, slot) == 1
    }
}
