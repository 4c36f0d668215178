internal import Glibc

/// The clocks of a queue. A test replaces this value by clocks that it controls.
public struct QueueClock: Sendable {
    /// Reads the wall clock, in milliseconds since 1970 in UTC. This clock may jump.
    public var now: @Sendable () -> Int64
    /// Reads the steady clock, in milliseconds since an arbitrary start. This clock never goes back, and all processes
    /// of the machine share it.
    public var steady: @Sendable () -> Int64
    /// Identifies the start of the steady clock. The value changes with each reboot.
    public var boot: String
    /// Sleeps for this many milliseconds. Throws `CancellationError` if the calling task is cancelled.
    public var sleep: @Sendable (_ milliseconds: Int64) async throws -> Void

    public init(
        now: @escaping @Sendable () -> Int64, steady: @escaping @Sendable () -> Int64, boot: String,
        sleep: @escaping @Sendable (Int64) async throws -> Void
    ) {
        self.now = now
        self.steady = steady
        self.boot = boot
        self.sleep = sleep
    }

    public static let system = QueueClock(
        now: { milliseconds(of: CLOCK_REALTIME) },
        // Unlike CLOCK_MONOTONIC, CLOCK_BOOTTIME also counts while the machine is suspended.
        steady: { milliseconds(of: CLOCK_BOOTTIME) },
        boot: bootIdentifier(),
        sleep: { try await Task.sleep(for: .milliseconds(min($0, longestSleep))) })
}

/// A hundred years, in milliseconds. The sum of the clock and this time must fit into the system's nanoseconds.
private let longestSleep: Int64 = 100 * 365 * 86_400_000

private func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// Reads CLOCK_MONOTONIC in microseconds, for waits shorter than a millisecond.
func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
}

/// Reads the kernel's id of the current boot. Source: <https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html>,
/// `random/boot_id`.
private func bootIdentifier() -> String {
    let file = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "unknown" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 36)
    let count = read(file, &bytes, bytes.count)
    return count == 36 ? String(decoding: bytes, as: UTF8.self) : "unknown"
}
