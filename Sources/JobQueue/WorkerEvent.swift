/// What happens in a worker, for logs, metrics and tests that wait for it.
public enum WorkerEvent: Sendable {
    case started(worker: String)
    case claimed(Claim)
    case finished(Claim, JobOutcome, FinishResult)
    /// The queue gave the job up.
    case gaveUp(Claim, error: String)
    case rescued(RescueReport)
    /// Nothing to do until something rings or a time comes.
    case idle(nextLook: Int64?)
    /// Something of the worker itself failed; it goes on.
    case trouble(String)
    case stopping
    case stopped
}
