internal import CLinux
internal import Glibc
internal import Synchronization

/// Children that this process did not start. As process 1 of a container it becomes the parent of whatever the programs
/// that it runs have left in the background, and each of these stays a zombie until somebody waits for it.
/// Source: <https://man7.org/linux/man-pages/man2/wait.2.html>.
public enum Orphans {
    /// The children that somebody here waits for. The lock is held while one is started, so none is taken for an orphan
    /// because it ended before its number was known.
    private static let own = Mutex<Set<pid_t>>([])

    /// Whether orphans come to this process: it is process 1, or it has asked for them (`PR_SET_CHILD_SUBREAPER`).
    public static var comeHere: Bool { getpid() == 1 || frontpad_is_subreaper() }

    /// Waits for the orphans that have ended, without blocking. Call it after each SIGCHLD.
    ///
    /// A child of our own that has ended hides those behind it, until the thread that waits for it has taken its status
    /// and calls this again.
    public static func reap() {
        own.withLock { own in
            while true {
                let process = frontpad_ended_child()
                guard process > 0, !own.contains(process) else { return }
                waitpid(process, nil, WNOHANG)
            }
        }
    }

    /// Runs what starts a child; its number is 0 where none was started.
    static func starting(_ start: () -> (pid_t, Int32)) -> (pid_t, Int32) {
        own.withLock { own in
            let (process, result) = start()
            if result == 0 { own.insert(process) }
            return (process, result)
        }
    }

    /// Waits for a child that was started here.
    static func wait(for process: pid_t) -> Ending {
        var status: Int32 = 0
        var result = waitpid(process, &status, 0)
        while result < 0, errno == EINTR { result = waitpid(process, &status, 0) }
        own.withLock { _ = $0.remove(process) }
        if comeHere { reap() }
        // ECHILD: the process ignores SIGCHLD, so the system has discarded the status.
        guard result >= 0 else { return .signalled(0) }
        // WIFEXITED and WEXITSTATUS of wait(2), macros that Swift does not import.
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }
}
