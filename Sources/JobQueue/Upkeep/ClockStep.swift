internal import SQLite
internal import Synchronization

enum ClockStepSQL {
    /// Jobs that were scheduled while the clock was ahead. Index: jobs_scheduled; the primary key of attempts for the inner
    /// query.
    static let putOffAhead = """
        SELECT id, attempt, scheduled_at, base FROM (
            SELECT id, attempt, scheduled_at, max(inserted_at, coalesce((SELECT ended_at FROM attempts
                WHERE job_id = jobs.id AND attempts.attempt = jobs.attempt), 0)) AS base
            FROM jobs WHERE state = 'scheduled' AND scheduled_at > ?1) WHERE base > ?1
        """
}

/// Corrects the times of scheduled jobs after the wall clock was set back.
///
/// Their times come from a clock that was ahead: a retry after five seconds could happen an hour late. Such a job is
/// recognised because its last attempt lies in the future. It then waits for its original delay from now. A clock that
/// was set forward only makes jobs due early, which is harmless.
public final class ClockStep: Sendable {
    /// Smaller differences are normal corrections by NTP.
    private static let tolerance: Int64 = 60_000
    private let queue: JobQueue
    /// The wall clock minus the steady clock, at the last look.
    private let difference = Mutex<Int64?>(nil)

    public init(queue: JobQueue) { self.queue = queue }

    /// Looks once. It reads the table only the first time and after the clock was set.
    ///
    /// - Returns: the number of corrected jobs.
    public func look() throws -> Int {
        let now = queue.clock.now()
        let present = now - queue.clock.steady()
        let isSet = difference.withLock { last in last.map { abs($0 - present) > ClockStep.tolerance } ?? true }
        guard isSet else { return 0 }
        var count = 0
        if try queue.database.read({ try putOffAhead(of: now, on: $0) }).isEmpty == false {
            count = try queue.database.write { connection in
                let jobs = try putOffAhead(of: now, on: connection)
                for job in jobs { try bringBack(job, to: now, in: connection) }
                return jobs.count
            }
        }
        difference.withLock { $0 = present }
        return count
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

    /// The attempt's times are corrected too; otherwise the job would be found again.
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
