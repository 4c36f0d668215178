internal import ChildProcess
internal import Glibc

/// SIGTERM and SIGINT, and SIGCHLD as process 1 of a container, blocked in every thread. The main thread waits for them, so that none is lost and no code runs in a
/// signal handler.
struct StopSignals {
    private var set = sigset_t()

    /// Must run before any other thread starts, because threads inherit the mask. SIGPIPE is blocked too: a write to a
    /// reader that is gone then fails with an error.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        if Orphans.comeHere { sigaddset(&set, SIGCHLD) }
        var blocked = set
        sigaddset(&blocked, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
    }

    /// Returns at the next SIGTERM or SIGINT. Waits for orphans meanwhile.
    func wait() {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 || signal == SIGCHLD { Orphans.reap() }
    }
}
