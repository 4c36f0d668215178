internal import CSQLite
internal import Glibc

/// Waits for a lock that another connection holds.
///
/// SQLite's own handler sleeps up to 100 ms at a time, so it can starve beside a busy writer. Short sleeps with jitter
/// avoid this. Our own writers take turns with ``WriterLock`` and rarely wait here. Other programs do not know that
/// lock. Source: <https://sqlite.org/c3ref/busy_handler.html>.
final class BusyHandler {
    private let milliseconds: Int
    private var deadline: UInt64 = 0

    init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// Registers this handler. SQLite keeps an unretained pointer to it. The pointer stays valid because the
    /// connection owns the handler.
    func install(on handle: OpaquePointer) {
        sqlite3_busy_handler(
            handle,
            { context, tries in
                guard let context else { return 0 }
                return Unmanaged<BusyHandler>.fromOpaque(context).takeUnretainedValue().wait(tries: tries) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func wait(tries: Int32) -> Bool {
        let now = monotonicNanoseconds()
        if tries == 0 { deadline = now + UInt64(milliseconds) * 1_000_000 }
        guard now < deadline else { return false }
        usleep(UInt32.random(in: 100...300))
        return true
    }
}

func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
