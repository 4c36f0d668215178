internal import Threads

/// One run of a program, with its input and its limits.
///
/// The child inherits its standard streams and no other descriptors. It gets default signals and its own process
/// group. The whole group is killed at the time limit. It is also killed if this process ends before the child, for
/// any reason.
public struct ChildProcess: Sendable {
    /// The limits of a child: its running time, and how much of its output is kept.
    public struct Limits: Sendable {
        let time: Duration
        let output: Int

        /// - Parameters:
        ///   - time: the time from the start after which the child and its process group are killed.
        ///   - output: the maximum number of bytes to keep of standard output, and of standard error. Further output
        ///     is read and dropped, so that the child does not block on a full pipe.
        public init(time: Duration = .seconds(60), output: Int = 1 << 20) {
            self.time = time
            self.output = output
        }
    }

    let program: String
    let arguments: [String]
    let environment: ChildEnvironment
    /// The child's whole standard input.
    public let input: [UInt8]
    let limits: Limits

    /// - Parameters:
    ///   - program: the path of an executable. A name without a slash is looked up in PATH. No shell is used.
    ///   - arguments: the arguments, without the program's own name.
    ///   - input: the child's whole standard input. The child need not read it.
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

    /// Runs the program and blocks the thread until it ends. The method does not wait for processes that the program
    /// has left behind, even if they hold its standard output open.
    ///
    /// - Throws: ``ChildProcessError`` if the program could not be started. A program that fails does not cause an
    ///   error; see `ending` of the result.
    public func run() throws(ChildProcessError) -> ChildResult {
        try Supervision(of: self, cancellation: nil).run()
    }

    /// Runs the program on a thread of its own.
    ///
    /// - Throws: ``ChildProcessError`` if the program could not be started. `CancellationError` if the task was
    ///   cancelled before the program ended; its process group is then killed.
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
        guard let outcome else {
            throw ChildProcessError.lacking("thread", reason: "the thread limit has been reached")
        }
        let result = try outcome.get()
        if cancellation.stoppedTheChild { throw CancellationError() }
        return result
    }
}
