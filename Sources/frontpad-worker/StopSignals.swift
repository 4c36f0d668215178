internal import Glibc

/// SIGTERM and SIGINT, blocked in every thread. The main thread waits for them, so that none is lost and no code runs in a
/// signal handler.
struct StopSignals {
    private var set = sigset_t()

    /// Must run before any other thread starts, because threads inherit the mask. SIGPIPE is blocked too: a write to a
    /// reader that is gone then fails with an error.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        var blocked = set
        sigaddset(&blocked, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
    }

    /// Returns at the next signal.
    func wait() {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
    }
}
