public import SQLite

/// Runs the jobs of one kind.
public protocol JobHandler: Sendable {
    /// The kind of job that this handler runs.
    associatedtype Kind: JobKind

    /// How long a job waits after a failed attempt.
    var backoff: Backoff { get }

    /// How long one attempt may take, in milliseconds, or nil for no limit. An attempt that takes longer is cancelled
    /// and counts as failed. The handler must end when its task is cancelled, because nothing interrupts a call that
    /// blocks.
    var timeLimit: Int64? { get }

    /// Runs one attempt. After a crash, the job runs again, wherever the last attempt stopped. So the work must be
    /// safe to repeat, or the handler must find out from stored data whether it was done.
    ///
    /// - Throws: any error. It counts as ``JobOutcome/retry(error:delay:)``, with the error's text cut to 8,192 bytes.
    ///   A `CancellationError` has a different effect. If the worker stops, the job is given back. If somebody has
    ///   asked to cancel the job (``JobQueue/requestCancel(_:reason:in:)``), it is cancelled. If the time limit has
    ///   passed, the attempt counts as failed.
    func perform(_ job: Kind, claim: Claim) async throws -> JobOutcome

    /// Called when the queue gives up the job, because its attempts are used up or because it was lost with its worker
    /// too often. The call runs inside the transaction that discards the job.
    func gaveUp(on job: Kind, claim: Claim, error: String, in connection: Connection) throws
}

extension JobHandler {
    public var backoff: Backoff { .exponential() }
    public var timeLimit: Int64? { nil }
    public func gaveUp(on job: Kind, claim: Claim, error: String, in connection: Connection) throws {}
}

/// The methods that a worker calls. No other code reads the args.
extension JobHandler {
    /// Runs one attempt. If the kind cannot read the args, the job is discarded.
    public func perform(_ claim: Claim) async throws -> JobOutcome {
        guard let job = Kind(args: claim.job.args) else {
            return .discard(error: "the args of the job are not those of the kind «\(Kind.kind)»")
        }
        return try await perform(job, claim: claim)
    }

    /// Tells the handler that the queue gives up the job. The method does nothing if the kind cannot read the args.
    public func gaveUp(on claim: Claim, error: String, in connection: Connection) throws {
        guard let job = Kind(args: claim.job.args) else { return }
        try gaveUp(on: job, claim: claim, error: error, in: connection)
    }

    var kindName: String { Kind.kind }
    var queueName: String { Kind.queue }
}

extension Sequence<any JobHandler> {
    /// The queues of the handlers' kinds, without duplicates, in the order of the handlers. A worker serves the first
    /// queue first.
    public var queues: [String] {
        var names: [String] = []
        for handler in self where !names.contains(handler.queueName) { names.append(handler.queueName) }
        return names
    }
}
