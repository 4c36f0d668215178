public import SQLite

/// Does the jobs of one kind.
public protocol JobHandler: Sendable {
    /// The kind of job that it does.
    var kind: String { get }

    /// How long a failed attempt waits for the next one.
    var backoff: Backoff { get }

    /// How long one attempt may take, in milliseconds; nil: any time. One that takes longer is cancelled and counts as
    /// failed. It must end when its task is cancelled: a call that blocks is not interrupted.
    var timeLimit: Int64? { get }

    /// Does one attempt. It may run again after a crash at any instant, so what it does must be safe to repeat, or
    /// must find out by what it stored whether it was done.
    ///
    /// - Throws: anything; it counts as ``JobOutcome/retry(error:delay:)``. A `CancellationError` gives the job back where
    ///   the worker stops, cancels it where somebody asked for that (``JobQueue/requestCancel(_:reason:in:)``), and is a
    ///   failure where the time limit has passed.
    func perform(_ claim: Claim) async throws -> JobOutcome

    /// The queue has given the job up: its attempts are used up, or it was lost with its worker too often. Called in
    /// the transaction that discards it.
    func gaveUp(on claim: Claim, error: String, in connection: Connection) throws
}

extension JobHandler {
    public var backoff: Backoff { .exponential() }
    public var timeLimit: Int64? { nil }
    public func gaveUp(on claim: Claim, error: String, in connection: Connection) throws {}
}
