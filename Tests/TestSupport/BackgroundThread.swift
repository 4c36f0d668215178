import Threads

/// Threads for work that blocks, for tests: one that cannot be had ends the run.
public enum BackgroundThread {
    /// Runs `body` on a thread of its own, which ends with it.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        guard BlockingThread.start(body) else { fatalError("the machine has no thread left") }
    }
}
