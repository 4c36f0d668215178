internal import Glibc

/// Starts threads for calls that block. Swift's concurrency has only a few threads, and a blocking call must not
/// occupy them.
package enum BlockingThread {
    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on its own thread. The thread ends when `body` returns.
    ///
    /// Cancelling the task has no effect: `body` runs to its end, and its result is returned.
    ///
    /// - Returns: the result of `body`, or nil if the machine has no thread left. In that case `body` was not run.
    package static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result? {
        await withCheckedContinuation { continuation in
            let started = start { continuation.resume(returning: body()) }
            if !started { continuation.resume(returning: nil) }
        }
    }

    /// Starts a thread that runs `body`. The thread ends when `body` returns. All signals are blocked in it.
    ///
    /// - Returns: false if the machine has no thread left. In that case `body` is not run.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                // Block all signals. The process's signals are for the threads that wait for them. SIGPIPE, which a
                // library's write may raise, must not end the process.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard result == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
