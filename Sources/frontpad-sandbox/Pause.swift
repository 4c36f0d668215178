internal import Glibc

/// Pauses for slow faults.
enum Pause {
    static func sleep(milliseconds: Int) {
        // All threads block signals, so none can cut the pause short.
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        nanosleep(&time, nil)
    }
}
