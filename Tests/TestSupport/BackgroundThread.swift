import Threads

/// Starts threads for blocking work in tests. If a thread cannot be started, the test run ends.
public enum BackgroundThread {
    /// Runs `body` on a new thread. The thread ends when `body` returns.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        guard BlockingThread.start(body) else { fatalError("a thread cannot be started") }
    }
}
