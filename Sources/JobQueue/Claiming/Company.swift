internal import SQLite

/// Decides which jobs a worker may run at the same time.
///
/// If a worker dies, all its running jobs are lost, and nobody knows which of them killed the worker. So a job that
/// was lost twice runs alone in its worker. If the worker dies again, that job is to blame, and only that job is
/// discarded. While such a job waits for its turn, the worker claims no jobs behind it, so that the worker becomes
/// idle.
struct Company {
    /// The number of losses after which a job runs alone.
    private static let lossesBeforeAlone = 2

    private var running: Int
    /// Whether the worker must not claim more jobs until running jobs have ended.
    private(set) var isClosed: Bool

    /// Reads the worker's running jobs in the caller's transaction.
    init(of worker: String, on connection: Connection) throws(SQLiteError) {
        let losses = try connection.column(CompanySQL.losses, worker, as: Int.self)
        running = losses.count
        isClosed = losses.contains { $0 >= Company.lossesBeforeAlone }
    }

    /// Returns the jobs from the beginning of the list that may run now. The result ends before the first job that
    /// must not run beside the others.
    mutating func admit(_ jobs: [Job]) -> [Job] {
        var admitted: [Job] = []
        for job in jobs where !isClosed {
            isClosed = job.lostAttempts >= Company.lossesBeforeAlone
            if isClosed, running > 0 { break }
            running += 1
            admitted.append(job)
        }
        return admitted
    }
}

enum CompanySQL {
    /// Uses the index jobs_running, in which a worker's few jobs are adjacent.
    static let losses = "SELECT lost_attempts FROM jobs WHERE state = 'running' AND worker = ?"
}
