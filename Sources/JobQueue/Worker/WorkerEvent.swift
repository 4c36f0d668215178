/// An event in a worker, for logs, metrics and tests.
public enum WorkerEvent: Sendable {
    case started(worker: String)
    /// The worker has claimed a job. ``Claim/waited`` says how long the job had been due.
    case claimed(Claim)
    /// The attempt is over and its result is on the disk. `ran` is the time since the claim, in milliseconds.
    case finished(Claim, JobOutcome, FinishResult, ran: Int64)
    /// A running attempt was cancelled. A later ``finished(_:_:_:ran:)`` tells how it ended.
    case interrupted(Claim, Interruption)
    /// A periodic job was inserted.
    case inserted(periodic: String, job: Int64)
    /// The queue gave up the job.
    case gaveUp(Claim, error: String)
    case rescued(RescueReport)
    /// The pruning chore has deleted this many finished jobs.
    case pruned(jobs: Int)
    /// There is nothing to do until something rings the worker or `nextLook` milliseconds have passed.
    case idle(nextLook: Int64?)
    /// The worker itself had an error. The worker continues.
    case trouble(String)
    case stopping
    case stopped
}

/// Why a running attempt was cancelled.
public enum Interruption: Sendable, Hashable {
    /// Somebody asked to cancel the job, for this reason.
    case request(reason: String)
    /// The attempt has taken longer than its handler's time limit. The value is the limit, in milliseconds.
    case timeLimit(Int64)
}
