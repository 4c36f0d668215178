internal import Glibc

/// Threads for calls that block: the few threads of Swift's concurrency must stay free for work that goes on.
package enum BlockingThread {
    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own, which ends with it.
    ///
    /// Cancelling the task changes nothing: `body` runs to its end and its result is returned.
    ///
    /// - Returns: what `body` returned, or nil where the machine has no thread left and `body` was not run.
    package static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result? {
        await withCheckedContinuation { continuation in
            let started = start { continuation.resume(returning: body()) }
            if !started { continuation.resume(returning: nil) }
        }
    }

    /// Starts a thread that runs `body` and ends with it. Signals are blocked in it.
    ///
    /// - Returns: false where the machine has no thread left; `body` is not run then.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                // The signals of the process belong to the threads that wait for them; and SIGPIPE, when it is raised
                // by a library's write, must end no process.
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
