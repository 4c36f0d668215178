public import SQLite

extension JobQueue {
    /// Makes a scheduled job available now. Ring the ``doorbell`` after the commit.
    ///
    /// - Returns: false if the job is not in the state `scheduled`. Then it was not changed.
    @discardableResult
    public func makeDue(_ id: Int64, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(ReschedulingSQL.makeDue, clock.now(), id) == 1
    }

    /// Makes every scheduled job of a kind available now.
    ///
    /// - Returns: the number of jobs.
    @discardableResult
    public func makeDue(kind: String, in connection: Connection) throws(SQLiteError) -> Int {
        try connection.run(ReschedulingSQL.makeKindDue, clock.now(), kind)
    }

    /// Moves an unfinished job to another queue. A running attempt continues, and a retry runs in the new queue.
    ///
    /// - Returns: false if there is no such job, or if it is finished.
    @discardableResult
    public func move(_ id: Int64, to queue: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(ReschedulingSQL.move, queue, id) == 1
    }

    /// Moves an unfinished job to another queue, as if it had just been inserted there: ``Job/insertedAt`` and
    /// ``Job/scheduledAt`` become the current time. Ring the ``doorbell`` after the commit.
    ///
    /// - Returns: false if there is no such job, or if it is finished.
    @discardableResult
    public func reinsert(_ id: Int64, into queue: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(ReschedulingSQL.reinsert, queue, clock.now(), id) == 1
    }
}

enum ReschedulingSQL {
    /// Uses the primary key.
    static let makeDue = """
        UPDATE jobs SET state = 'available', scheduled_at = ? WHERE id = ? AND state = 'scheduled'
        """
    /// Reads the whole index jobs_scheduled.
    static let makeKindDue = """
        UPDATE jobs SET state = 'available', scheduled_at = ? WHERE state = 'scheduled' AND kind = ?
        """
    /// Uses the primary key.
    static let move = """
        UPDATE jobs SET queue = ? WHERE id = ? AND state IN ('scheduled', 'available', 'running')
        """
    /// Uses the primary key.
    static let reinsert = """
        UPDATE jobs SET queue = ?1, inserted_at = ?2, scheduled_at = ?2,
            state = CASE state WHEN 'scheduled' THEN 'available' ELSE state END
        WHERE id = ?3 AND state IN ('scheduled', 'available', 'running')
        """
}
