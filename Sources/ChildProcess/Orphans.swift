internal import CLinux
internal import Glibc
internal import Synchronization

/// Children that this process did not start. They are processes that other programs have left in the background. If
/// this process is process 1 of a container, it becomes their parent. Each of them stays a zombie after its end until
/// this process waits for it. Source: <https://man7.org/linux/man-pages/man2/wait.2.html>.
public enum Orphans {
    /// The children that this program has started and waits for. The lock is held while a child is started. Otherwise
    /// a child that ends at once could be taken for an orphan before its number is known.
    private static let own = Mutex<Set<pid_t>>([])

    /// Whether this process becomes the parent of orphans. It does if it is process 1 or if it has asked for them
    /// (`PR_SET_CHILD_SUBREAPER`).
    public static var comeHere: Bool { getpid() == 1 || frontpad_is_subreaper() }

    /// Collects the orphans that have ended, without blocking. Call this method after each SIGCHLD.
    ///
    /// If one of our own children has ended, the method stops there and cannot see further orphans. The thread that
    /// waits for this child then collects its status and calls the method again.
    public static func reap() {
        own.withLock { own in
            while true {
                let process = frontpad_ended_child()
                guard process > 0, !own.contains(process) else { return }
                waitpid(process, nil, WNOHANG)
            }
        }
    }

    /// Calls a closure that starts a child, and notes the child's number. The closure returns the number and an error
    /// code; the code is 0 if the child was started.
    static func starting(_ start: () -> (pid_t, Int32)) -> (pid_t, Int32) {
        own.withLock { own in
            let (process, result) = start()
            if result == 0 { own.insert(process) }
            return (process, result)
        }
    }

    /// Waits for a child that this program has started.
    static func wait(for process: pid_t) -> Ending {
        var status: Int32 = 0
        var result = waitpid(process, &status, 0)
        while result < 0, errno == EINTR { result = waitpid(process, &status, 0) }
        own.withLock { _ = $0.remove(process) }
        if comeHere { reap() }
        // The error ECHILD means that the process ignores SIGCHLD, so the system has discarded the status.
        guard result >= 0 else { return .signalled(0) }
        // This does what the macros WIFEXITED and WEXITSTATUS of wait(2) do. Swift does not import them.
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }
}
