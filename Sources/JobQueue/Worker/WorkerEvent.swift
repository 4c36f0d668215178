/// What happens in a worker, for logs, metrics and tests that wait for it.
public enum WorkerEvent: Sendable {
    case started(worker: String)
    /// ``Claim/waited`` says for how long it had been due.
    case claimed(Claim)
    /// The attempt is over and its result durable. `ran`: the milliseconds since its claim.
    case finished(Claim, JobOutcome, FinishResult, ran: Int64)
    /// A running attempt was cancelled; how it ended then is told by ``finished(_:_:_:ran:)``.
    case interrupted(Claim, Interruption)
    /// A periodic job was inserted.
    case inserted(periodic: String, job: Int64)
    /// The queue gave the job up.
    case gaveUp(Claim, error: String)
    case rescued(RescueReport)
    /// So many finished jobs were old enough to be deleted. Reported by the chore that does it.
    case pruned(jobs: Int)
    /// Nothing to do until something rings or a time comes.
    case idle(nextLook: Int64?)
    /// Something of the worker itself failed; it goes on.
    case trouble(String)
    case stopping
    case stopped
}

/// Why a running attempt was cancelled.
public enum Interruption: Sendable, Hashable {
    /// Somebody asked for it, for this reason.
    case request(reason: String)
    /// It has taken longer than its handler's time limit, in milliseconds.
    case timeLimit(Int64)
}
