public import SQLite

extension JobQueue {
    /// Lets a job that waits for its time run now. The caller rings the ``doorbell`` after its commit.
    ///
    /// - Returns: false where the job does not wait for its time; it was left as it is.
    @discardableResult
    public func makeDue(_ id: Int64, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(ReschedulingSQL.makeDue, clock.now(), id) == 1
    }

    /// As ``makeDue(_:in:)``, for every job of a kind.
    ///
    /// - Returns: how many jobs waited for their time.
    @discardableResult
    public func makeDue(kind: String, in connection: Connection) throws(SQLiteError) -> Int {
        try connection.run(ReschedulingSQL.makeKindDue, clock.now(), kind)
    }

    /// Moves an unfinished job to another queue. A running one goes on, and is in the new queue when it comes back.
    ///
    /// - Returns: false where there is no such job or it is finished.
    @discardableResult
    public func move(_ id: Int64, to queue: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(ReschedulingSQL.move, queue, id) == 1
    }

    /// Moves an unfinished job to another queue as if it had just been inserted there: ``Job/insertedAt`` and
    /// ``Job/scheduledAt`` are now. The caller rings the ``doorbell`` after its commit.
    ///
    /// - Returns: false where there is no such job or it is finished.
    @discardableResult
    public func reinsert(_ id: Int64, into queue: String, in connection: Connection) throws(SQLiteError) -> Bool {
        try connection.run(ReschedulingSQL.reinsert, queue, clock.now(), id) == 1
    }
}

enum ReschedulingSQL {
    /// Index: the primary key.
    static let makeDue = """
        UPDATE jobs SET state = 'available', scheduled_at = ? WHERE id = ? AND state = 'scheduled'
        """
    /// Index: jobs_scheduled, all of it.
    static let makeKindDue = """
        UPDATE jobs SET state = 'available', scheduled_at = ? WHERE state = 'scheduled' AND kind = ?
        """
    /// Index: the primary key.
    static let move = """
        UPDATE jobs SET queue = ? WHERE id = ? AND state IN ('scheduled', 'available', 'running')
        """
    /// Index: the primary key.
    static let reinsert = """
        UPDATE jobs SET queue = ?1, inserted_at = ?2, scheduled_at = ?2,
            state = CASE state WHEN 'scheduled' THEN 'available' ELSE state END
        WHERE id = ?3 AND state IN ('scheduled', 'available', 'running')
        """
}
