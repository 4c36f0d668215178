internal import Glibc

/// Waiting, for a fault that is slow.
enum Pause {
    static func sleep(milliseconds: Int) {
        // Signals are blocked in all threads and cannot shorten it.
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        nanosleep(&time, nil)
    }
}
