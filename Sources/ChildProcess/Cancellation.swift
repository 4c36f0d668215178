internal import CLinux
internal import Glibc
internal import Synchronization

/// Tells the thread that waits for a child when the task is cancelled.
final class Cancellation: Sendable {
    /// An eventfd that becomes readable when the task is cancelled.
    let event: Int32
    private let killed = Atomic<Bool>(false)

    init() throws(ChildProcessError) {
        event = eventfd(0, Int32(EFD_CLOEXEC))
        guard event >= 0 else { throw .lacking("event descriptor", reason: describe(errno)) }
    }

    deinit { close(event) }

    func cancel() {
        var one: UInt64 = 1
        _ = write(event, &one, 8)
    }

    /// Whether the child was killed because of the cancellation. A child that had ended before keeps its result.
    var stoppedTheChild: Bool { killed.load(ordering: .acquiring) }

    func markStopped() { killed.store(true, ordering: .releasing) }
}
