internal import SQLite
internal import Synchronization

enum ClockStepSQL {
    /// Finds the jobs that were scheduled while the clock was ahead. Uses the index jobs_scheduled, and for the inner
    /// query the primary key of `attempts`.
    static let putOffAhead = """
        SELECT id, attempt, scheduled_at, base FROM (
            SELECT id, attempt, scheduled_at, max(inserted_at, coalesce((SELECT ended_at FROM attempts
                WHERE job_id = jobs.id AND attempts.attempt = jobs.attempt), 0)) AS base
            FROM jobs WHERE state = 'scheduled' AND scheduled_at > ?1) WHERE base > ?1
        """
    /// Returns the largest id that a job ever had. SQLite stores it because the table uses AUTOINCREMENT.
    static let lastJob = "SELECT seq FROM sqlite_sequence WHERE name = 'jobs'"
    /// Uses the primary key.
    static let step = "SELECT difference FROM clock_steps WHERE id = 1 AND boot = ?"
    /// Uses the primary key.
    static let store = """
        INSERT INTO clock_steps (id, boot, difference) VALUES (1, ?, ?)
        ON CONFLICT (id) DO UPDATE SET boot = excluded.boot, difference = excluded.difference
        """
    /// Numbers that cannot be times, because somebody wrote them by hand, stay unchanged. Each statement reads a whole
    /// partial index. A search by id alone would read all finished jobs too.
    static let move: [(JobState, String)] = [JobState.scheduled, .available, .running].map { state in
        (
            state,
            """
            UPDATE jobs SET inserted_at = inserted_at + ?1
            WHERE state = '\(state.rawValue)' AND +id <= ?2
                AND inserted_at BETWEEN -1000000000000000 AND 1000000000000000
            """
        )
    }
}

/// Corrects the times of waiting jobs when the wall clock jumps. The steady clock shows each jump.
///
/// A jump of the clock is not time that has passed, so ``Job/insertedAt`` of the waiting jobs moves with the clock. A
/// job that has waited an hour before the jump has still waited an hour after it. A deadline that counts from the
/// insertion is not reached by a jump.
///
/// Jobs that were scheduled while the clock was ahead would run late. For example, a retry after five seconds could
/// run an hour later. Such a job is recognised because its last attempt or its insertion lies in the future. It then
/// waits for its original delay from now on. A clock that was set forward only makes jobs due early, which is
/// harmless.
public final class ClockStep: Sendable {
    /// The largest change of the difference that does not count as a jump, in milliseconds. Smaller changes are normal
    /// corrections by NTP.
    private static let tolerance: Int64 = 60_000
    private let queue: JobQueue

    private struct Sight {
        /// The wall clock minus the steady clock.
        var difference: Int64
        /// The largest id of a job at that time. Jobs with larger ids may have been inserted before or after a jump.
        var lastJob: Int64
    }
    private let last = Mutex<Sight?>(nil)

    public init(queue: JobQueue) { self.queue = queue }

    /// Compares the clocks once. It reads the waiting jobs only on the first call and after the clock was set.
    ///
    /// - Returns: the number of jobs that now run earlier.
    @discardableResult
    public func look() throws -> Int {
        try last.withLock { last in
            let now = queue.clock.now()
            let lastJob: Int64 = try queue.database.read { try $0.scalar(ClockStepSQL.lastJob) } ?? 0
            let sight = Sight(difference: now - queue.clock.steady(), lastJob: lastJob)
            let jump = last.map { sight.difference - $0.difference }
            if let jump, abs(jump) <= ClockStep.tolerance {
                // Keep the old difference, so that small corrections add up.
                last?.lastJob = lastJob
                return 0
            }
            let isAhead = try queue.database.read { try !putOffAhead(of: now, on: $0).isEmpty }
            var count = 0
            if jump != nil || isAhead {
                count = try queue.database.write { connection in
                    let jobs = try putOffAhead(of: now, on: connection)
                    if let jump, let before = last {
                        try move(by: jump, upTo: before.lastJob, to: sight.difference, in: connection)
                    }
                    for job in jobs { try bringBack(job, to: now, in: connection) }
                    return jobs.count
                }
            }
            last = sight
            return count
        }
    }

    /// Moves the jobs' times with the clock, unless another worker has already done this for the same jump.
    private func move(
        by jump: Int64, upTo lastJob: Int64, to difference: Int64, in connection: Connection
    ) throws(SQLiteError) {
        let present: Int64? = try connection.scalar(ClockStepSQL.step, queue.clock.boot)
        if let present, difference.saturatingSubtracting(present).magnitude <= ClockStep.tolerance { return }
        try connection.run(ClockStepSQL.store, queue.clock.boot, difference)
        for (_, sql) in ClockStepSQL.move { try connection.run(sql, jump, lastJob) }
    }

    private struct PutOff: RowDecodable {
        let id: Int64
        let attempt: Int
        let delay: Int64

        init(_ row: Row) throws(SQLiteError) {
            id = try row.get("id")
            attempt = try row.get("attempt")
            let base: Int64 = try row.get("base")
            delay = max(0, (try row.get("scheduled_at") as Int64).saturatingSubtracting(base))
        }
    }

    private func putOffAhead(of now: Int64, on connection: Connection) throws(SQLiteError) -> [PutOff] {
        try connection.all(ClockStepSQL.putOffAhead, now + ClockStep.tolerance)
    }

    /// Schedules a job again with its original delay. The method also corrects the attempt's times; otherwise the job
    /// would be found again.
    private func bringBack(_ job: PutOff, to now: Int64, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            "UPDATE jobs SET scheduled_at = ?2 + ?3, inserted_at = min(inserted_at, ?2) WHERE id = ?1",
            job.id, now, job.delay)
        try connection.run(
            """
            UPDATE attempts SET started_at = min(started_at, ?3), ended_at = min(ended_at, ?3)
            WHERE job_id = ?1 AND attempt = ?2
            """, job.id, job.attempt, now)
    }
}
