internal import Threads

/// One run of a program: what goes in, and what bounds it.
///
/// The child gets its standard streams and no other descriptor of ours, default signals, and a process group of its
/// own, so that what it starts ends with it when the time is over.
public struct ChildProcess: Sendable {
    /// What a child may take before it is stopped or its words are dropped.
    public struct Limits: Sendable {
        let time: Duration
        let output: Int

        /// - Parameters:
        ///   - time: from the start; the child and its process group are killed after it.
        ///   - output: bytes kept of standard output, and as many of standard error. What is beyond is read and
        ///     thrown away, so that a talkative child does not stop.
        public init(time: Duration = .seconds(60), output: Int = 1 << 20) {
            self.time = time
            self.output = output
        }
    }

    let program: String
    let arguments: [String]
    let environment: ChildEnvironment
    let input: [UInt8]
    let limits: Limits

    /// - Parameters:
    ///   - program: the path of an executable; a name without a slash is looked for in PATH. No shell is involved.
    ///   - arguments: without the program's own name.
    ///   - input: all of its standard input; it need not be read.
    public init(
        _ program: String, arguments: [String] = [], environment: ChildEnvironment = .inherited(),
        input: [UInt8] = [], limits: Limits = Limits()
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.limits = limits
    }

    /// Runs the program and blocks the thread until it has ended. Processes that it left behind are not waited for,
    /// even when they hold its standard output open.
    ///
    /// - Throws: where the program could not be started. A program that starts and fails is no error: see `ending`.
    public func run() throws(ChildProcessError) -> ChildResult {
        try Supervision(of: self, cancellation: nil).run()
    }

    /// As `run()`, on a thread of its own.
    ///
    /// - Throws: `ChildProcessError` where the program could not be started, and `CancellationError` where the task
    ///   was cancelled before the program had ended: its process group is killed then.
    public func runInBackground() async throws -> ChildResult {
        try Task.checkCancellation()
        let cancellation = try Cancellation()
        let outcome = await withTaskCancellationHandler {
            await BlockingThread.run { () -> Result<ChildResult, ChildProcessError> in
                Result { () throws(ChildProcessError) in
                    try Supervision(of: self, cancellation: cancellation).run()
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        guard let outcome else { throw ChildProcessError.lacking("thread", reason: "the limit of threads is reached") }
        let result = try outcome.get()
        if cancellation.stoppedTheChild { throw CancellationError() }
        return result
    }
}
