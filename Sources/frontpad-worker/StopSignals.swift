internal import Glibc

/// SIGTERM and SIGINT, blocked in every thread and waited for by the main one: none is lost and no code runs in a
/// signal handler.
struct StopSignals {
    private var set = sigset_t()

    /// Before any other thread starts: threads inherit the mask. SIGPIPE is blocked with them, so that a reader that
    /// goes is an error of the write.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        var blocked = set
        sigaddset(&blocked, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
    }

    /// Returns when one comes.
    func wait() {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
    }
}
