public import SQLite

/// Does the jobs of one kind.
public protocol JobHandler: Sendable {
    /// The kind of job that it does.
    var kind: String { get }

    /// How long a failed attempt waits for the next one.
    var backoff: Backoff { get }

    /// Does one attempt. It may run again after a crash at any instant, so what it does must be safe to repeat, or
    /// must find out by what it stored whether it was done.
    ///
    /// - Throws: anything; it counts as ``JobOutcome/retry(error:delay:)``. A `CancellationError` gives the job back.
    func perform(_ claim: Claim) async throws -> JobOutcome

    /// The queue has given the job up: its attempts are used up, or it was lost with its worker too often. Called in
    /// the transaction that discards it.
    func gaveUp(on claim: Claim, error: String, in connection: Connection) throws
}

extension JobHandler {
    public var backoff: Backoff { .exponential() }
    public func gaveUp(on claim: Claim, error: String, in connection: Connection) throws {}
}
