internal import SQLite
internal import Synchronization

/// The result of a look for dead workers.
public struct RescueReport: Sendable, Hashable {
    /// The ids of the jobs that are available again.
    public var rescued: [Int64] = []
    /// The ids of the workers that were given up, with the reason for each.
    public var workers: [String: Reason] = [:]

    public enum Reason: String, Sendable {
        /// Nobody holds the worker's lock file, or the worker has another database file open.
        case dead
        /// The worker sent no heartbeat for its whole lease, by the rescuer's own clock. Its row names the lease.
        case silent
        /// Running jobs name this worker, but it has no row.
        case unknown
    }
}

enum RescueSQL {
    /// Uses the index jobs_running.
    static let orphans = """
        SELECT DISTINCT worker FROM jobs
        WHERE state = 'running' AND worker IS NOT NULL AND worker NOT IN (SELECT id FROM workers)
        """
    /// Uses the index jobs_running.
    static let takeBack = """
        UPDATE jobs SET state = 'available', worker = NULL,
            lost_attempts = \(SaturatingSQL.sum("lost_attempts", "1")), reason = 'the worker was lost'
        WHERE state = 'running' AND worker = ? RETURNING id, attempt, queue, kind
        """
}

/// A row that ``RescueSQL/takeBack`` returns.
private struct LostJob: RowDecodable {
    let id: Int64
    let attempt: Int
    let queue: String
    let kind: String

    init(_ row: Row) throws(SQLiteError) {
        id = try row.get("id")
        attempt = try row.get("attempt")
        queue = try row.get("queue")
        kind = try row.get("kind")
    }
}

/// The row of another worker.
private struct OtherWorker: RowDecodable {
    let id: String
    let heartbeat: Int64
    let lease: Int64

    init(_ row: Row) throws(SQLiteError) {
        id = try row.get("id")
        heartbeat = try row.get("heartbeat")
        lease = try row.get("lease")
    }
}

/// Makes the jobs of dead or silent workers available again.
///
/// A silent worker is given up only if this rescuer itself has seen no heartbeat for the worker's whole lease on the
/// steady clock. So a jump of the wall clock rescues nothing, and time during which the rescuer was stopped does not
/// count.
public final class Rescuer: Sendable {
    /// The longest normal gap between two looks, in milliseconds. A longer gap means that this process was stopped,
    /// and none of it counts as silence. A shorter gap may still exceed half of another worker's short lease; then
    /// only half a lease of it counts.
    private static let longestGap: Int64 = 2_500

    private struct Sighting {
        var heartbeat: Int64
        var seenAt: Int64
        var lastLook: Int64
    }

    private let queue: JobQueue
    private let worker: WorkerIdentity
    private let sightings = Mutex<[String: Sighting]>([:])

    /// - Parameters:
    ///   - queue: the queue of the workers to watch.
    ///   - worker: the rescuer's own worker, which is skipped.
    public init(queue: JobQueue, worker: WorkerIdentity) {
        self.queue = queue
        self.worker = worker
    }

    /// Looks for dead workers once. The method writes only if there is something to rescue.
    public func look() throws -> RescueReport {
        let givenUp = try queue.database.read { try workersToGiveUp(on: $0) }
        var report = RescueReport()
        for (id, reason) in givenUp {
            let rescued = try queue.database.write { try giveUp(id, reason: reason, in: $0) }
            if reason == .dead { LivenessFile.removeFile(of: id, databasePath: queue.database.path) }
            guard let rescued else { continue }
            report.rescued += rescued
            report.workers[id] = reason
        }
        if !report.rescued.isEmpty { queue.doorbell.ring() }
        return report
    }

    private func workersToGiveUp(on connection: Connection) throws(SQLiteError) -> [String: RescueReport.Reason] {
        var givenUp: [String: RescueReport.Reason] = [:]
        let others = try connection.all(
            "SELECT id, heartbeat, lease FROM workers WHERE id <> ?", worker.id, as: OtherWorker.self)
        for other in others {
            if LivenessFile.isDead(other.id, databasePath: queue.database.path) {
                givenUp[other.id] = .dead
            } else if isSilent(other) {
                givenUp[other.id] = .silent
            }
        }
        for orphan in try connection.column(RescueSQL.orphans, as: String.self) { givenUp[orphan] = .unknown }
        return givenUp
    }

    private func isSilent(_ other: OtherWorker) -> Bool {
        let now = queue.clock.steady()
        return sightings.withLock { sightings in
            guard var sighting = sightings[other.id], sighting.heartbeat == other.heartbeat else {
                sightings[other.id] = Sighting(heartbeat: other.heartbeat, seenAt: now, lastLook: now)
                return false
            }
            // If this process was stopped between two looks, that gap does not count as the other worker's silence.
            let gap = now - sighting.lastLook
            if gap > other.lease / 2 { sighting.seenAt += gap > Rescuer.longestGap ? gap : gap - other.lease / 2 }
            sighting.lastLook = now
            sightings[other.id] = sighting
            return now - sighting.seenAt > other.lease
        }
    }

    /// - Returns: the jobs that are available again, or nil if the worker has sent a heartbeat in the meantime.
    private func giveUp(
        _ id: String, reason: RescueReport.Reason, in connection: Connection
    ) throws(SQLiteError) -> [Int64]? {
        switch reason {
        case .dead: break
        case .silent:
            let heartbeat: Int64? = try connection.scalar("SELECT heartbeat FROM workers WHERE id = ?", id)
            guard let heartbeat, sightings.withLock({ $0[id]?.heartbeat }) == heartbeat else { return nil }
        case .unknown:
            let isKnown = try connection.scalar("SELECT 1 FROM workers WHERE id = ?", id, as: Int.self) != nil
            guard !isKnown else { return nil }
        }
        let now = queue.clock.now()
        var metrics = MetricsBatch()
        let jobs = try connection.all(RescueSQL.takeBack, id, as: LostJob.self)
        for job in jobs { metrics.lost(queue: job.queue, kind: job.kind) }
        try metrics.store(in: connection)
        for job in jobs {
            try connection.endAttempt(
                jobID: job.id, attempt: job.attempt, outcome: .lost, error: "the worker \(id) was lost", now: now)
            try queue.giveBack(jobID: job.id, attempt: job.attempt, in: connection)
        }
        try connection.run("DELETE FROM workers WHERE id = ?", id)
        // If the worker comes back, its counter starts again and may stop at the same value. That must not count as
        // silence.
        sightings.withLock { $0[id] = nil }
        return jobs.map(\.id)
    }
}
