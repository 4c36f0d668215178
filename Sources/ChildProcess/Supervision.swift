internal import CLinux
internal import Glibc

/// Starts a child and watches it until it ends.
struct Supervision {
    private enum Event { case ended, timeIsOver, cancelled }

    private let child: ChildProcess
    private let cancellation: Cancellation?
    private let start = ContinuousClock.now

    init(of child: ChildProcess, cancellation: Cancellation?) {
        self.child = child
        self.cancellation = cancellation
    }

    func run() throws(ChildProcessError) -> ChildResult {
        let started = try StartedChild(child)
        var output = Capture(started.output, limit: child.limits.output)
        var errors = Capture(started.errors, limit: child.limits.output)
        let ending = try wait(for: started, &output, &errors)
        // The pipes now contain everything that the child wrote. Other processes may still hold the pipes open, so do
        // not wait for their end.
        output.drain()
        errors.drain()
        return ChildResult(ending: ending, standardOutput: output.captured, standardError: errors.captured)
    }

    private func wait(
        for started: StartedChild, _ output: inout Capture, _ errors: inout Capture
    ) throws(ChildProcessError) -> Ending {
        let process = started.processID
        defer { started.group.dissolve() }
        let handle: Descriptor
        do {
            handle = try Descriptor(process: process)
        } catch {
            started.group.kill()
            _ = Orphans.wait(for: process)
            throw error
        }
        switch watch(handle, &output, &errors) {
        case .ended:
            return Orphans.wait(for: process)
        case .timeIsOver:
            started.group.kill()
            _ = Orphans.wait(for: process)
            return .timedOut(after: child.limits.time)
        case .cancelled:
            started.group.kill()
            cancellation?.markStopped()
            return Orphans.wait(for: process)
        }
    }

    /// Reads the output until the child ends, the time is up, or the task is cancelled.
    private func watch(_ handle: Descriptor, _ output: inout Capture, _ errors: inout Capture) -> Event {
        while true {
            var waiting = [handle.number, cancellation?.event ?? -1, output.number, errors.number].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            // poll(2) ignores negative descriptors.
            let ready = poll(&waiting, nfds_t(waiting.count), millisecondsLeft())
            if ready < 0 { continue }
            if waiting[0].revents != 0 { return .ended }
            if waiting[1].revents != 0 { return .cancelled }
            if start.duration(to: .now) >= child.limits.time { return .timeIsOver }
            if waiting[2].revents != 0 { output.readOnce() }
            if waiting[3].revents != 0 { errors.readOnce() }
        }
    }

    private func millisecondsLeft() -> Int32 {
        let left = child.limits.time - start.duration(to: .now)
        let (seconds, attoseconds) = left.components
        // Round up. If poll woke up too early, the loop would spin until the deadline.
        let milliseconds = min(seconds, 1_000_000) * 1000 + attoseconds / 1_000_000_000_000_000 + 1
        return Int32(max(0, milliseconds))
    }
}

/// One output stream of a running child.
private struct Capture {
    private let descriptor: Descriptor
    private let limit: Int
    private var isOpen = true
    private(set) var captured = Captured()

    init(_ descriptor: Descriptor, limit: Int) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// The descriptor to poll, or -1 after the end of the stream.
    var number: Int32 { isOpen ? descriptor.number : -1 }

    /// - Returns: the number of bytes that were read. It is 0 if there is nothing to read now or the stream has ended.
    @discardableResult
    mutating func readOnce() -> Int {
        let limit = limit
        return withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 1) { buffer in
            let count = read(descriptor.number, buffer.baseAddress, buffer.count)
            if count > 0 {
                captured.append(buffer.prefix(count), limit: limit)
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                isOpen = false
            }
            return max(0, count)
        }
    }

    /// Reads what the pipe contains, but no more than its size, because other processes may keep writing forever.
    mutating func drain() {
        var left = Int(frontpad_pipe_size(descriptor.number))
        while left > 0, isOpen {
            let count = readOnce()
            guard count > 0 else { return }
            left -= count
        }
    }
}
