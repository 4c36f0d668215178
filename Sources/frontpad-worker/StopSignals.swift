internal import ChildProcess
internal import Glibc

/// SIGTERM, SIGINT and SIGHUP, and SIGCHLD for process 1 of a container. They are blocked in every thread. The main
/// thread waits for them, so no signal is lost and no code runs in a signal handler.
struct StopSignals {
    private var set = sigset_t()

    /// Blocks the signals. This must run before any other thread starts, because threads inherit the mask. SIGPIPE is
    /// blocked too, so that a write to a reader that is gone fails with an error.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGHUP)
        sigaddset(&set, SIGINT)
        if Orphans.comeHere { sigaddset(&set, SIGCHLD) }
        var blocked = set
        sigaddset(&blocked, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
    }

    /// Returns at the next SIGTERM, SIGINT or SIGHUP. Waits for orphans meanwhile.
    func wait() {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 || signal == SIGCHLD { Orphans.reap() }
    }
}
