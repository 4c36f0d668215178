internal import ChildProcess
internal import Glibc

/// The signals SIGTERM and SIGINT, and also SIGCHLD if this process is process 1 of a container. They are blocked in
/// every thread, and the main thread waits for them. So no signal is lost, and no code runs in a signal handler.
struct StopSignals {
    private var set = sigset_t()

    /// Blocks the signals. This must run before any other thread starts, because threads inherit the mask. SIGPIPE is
    /// blocked too, so that a write to a reader that is gone fails with an error.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        if Orphans.comeHere { sigaddset(&set, SIGCHLD) }
        var blocked = set
        sigaddset(&blocked, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
    }

    /// Waits for the next SIGTERM or SIGINT. In the meantime, it collects orphans that have ended.
    func wait() {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 || signal == SIGCHLD { Orphans.reap() }
    }
}
