internal import SQLite

/// Which jobs a worker may run beside each other.
///
/// A job whose worker died is lost together with everything that ran beside it, and nobody knows which of them ended the
/// worker. So a job that was lost twice runs alone in its worker: the next loss then is its own, and only the guilty job
/// is given up. Until such a job has its turn the worker claims nothing behind it, so that it becomes idle.
struct Company {
    /// From how many losses on a job runs alone.
    private static let lossesBeforeAlone = 2

    private var running: Int
    /// Whether no more jobs may be claimed until running ones have ended.
    private(set) var isClosed: Bool

    /// A worker's running jobs, as they are in this transaction.
    init(of worker: String, on connection: Connection) throws(SQLiteError) {
        let losses = try connection.column(CompanySQL.losses, worker, as: Int.self)
        running = losses.count
        isClosed = losses.contains { $0 >= Company.lossesBeforeAlone }
    }

    /// The first ones of these jobs, up to one that may not run beside the others.
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
    /// Index: jobs_running, which keeps a worker's few jobs together.
    static let losses = "SELECT lost_attempts FROM jobs WHERE state = 'running' AND worker = ?"
}
