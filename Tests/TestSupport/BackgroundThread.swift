import Threads

/// Threads for blocking work in tests. If one cannot be started, the test run ends.
public enum BackgroundThread {
    /// Runs `body` on a new thread, which ends with it.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        guard BlockingThread.start(body) else { fatalError("a thread cannot be started") }
    }
}
