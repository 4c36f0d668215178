internal import Glibc

/// Pauses a thread, for faults that are slow.
enum Pause {
    static func sleep(milliseconds: Int) {
        // All threads block signals, so no signal can shorten the pause.
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        nanosleep(&time, nil)
    }
}
