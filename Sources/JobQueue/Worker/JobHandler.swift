public import SQLite

/// Does the jobs of one kind.
public protocol JobHandler: Sendable {
    /// The kind of job that it does.
    associatedtype Kind: JobKind

    /// How long a failed attempt waits for the next one.
    var backoff: Backoff { get }

    /// How long one attempt may take, in milliseconds; nil: any time. An attempt that takes longer is cancelled and
    /// counts as failed. It must end when its task is cancelled: a call that blocks is not interrupted.
    var timeLimit: Int64? { get }

    /// Does one attempt. It may run again after a crash at any instant. So it must be safe to repeat, or find out from
    /// what it stored whether it was done.
    ///
    /// - Throws: any error; it counts as ``JobOutcome/retry(error:delay:)``, with the error's text cut to 8,192 bytes. A `CancellationError` gives the job back
    ///   if the worker stops, cancels it if somebody asked for that (``JobQueue/requestCancel(_:reason:in:)``), and
    ///   counts as a failure if the time limit has passed.
    func perform(_ job: Kind, claim: Claim) async throws -> JobOutcome

    /// Called if the queue gives the job up, because its attempts are used up or because it was lost with its worker
    /// too often. Runs inside the transaction that discards the job.
    func gaveUp(on job: Kind, claim: Claim, error: String, in connection: Connection) throws
}

extension JobHandler {
    public var backoff: Backoff { .exponential() }
    public var timeLimit: Int64? { nil }
    public func gaveUp(on job: Kind, claim: Claim, error: String, in connection: Connection) throws {}
}

/// What a worker calls. This is the only place where args are read.
extension JobHandler {
    /// Does one attempt. If the kind cannot read the args, the job is discarded.
    public func perform(_ claim: Claim) async throws -> JobOutcome {
        guard let job = Kind(args: claim.job.args) else {
            return .discard(error: "the args of the job are not those of the kind «\(Kind.kind)»")
        }
        return try await perform(job, claim: claim)
    }

    /// The queue gives the job up. Does nothing if the kind cannot read the args.
    public func gaveUp(on claim: Claim, error: String, in connection: Connection) throws {
        guard let job = Kind(args: claim.job.args) else { return }
        try gaveUp(on: job, claim: claim, error: error, in: connection)
    }

    var kindName: String { Kind.kind }
    var queueName: String { Kind.queue }
}

extension Sequence<any JobHandler> {
    /// The queues of the handlers' kinds, each once, in the order of the handlers. A worker looks into the first one
    /// first.
    public var queues: [String] {
        var names: [String] = []
        for handler in self where !names.contains(handler.queueName) { names.append(handler.queueName) }
        return names
    }
}
