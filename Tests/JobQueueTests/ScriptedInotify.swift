import CLinux
import Glibc
import Synchronization
import TestSupport

@testable import JobQueue

/// Replaces the system's inotify. It counts instances, refuses them, or replaces them by a pipe into which the test
/// writes events.
final class ScriptedInotify: Sendable {
    enum Instances: Sendable {
        case real
        /// The call fails with this `errno`, the given number of times.
        case refused(Int32, times: Int)
        case refusedWatches(Int32)
        /// The call returns the reading end of a pipe.
        case pipe
    }

    struct State: Sendable {
        var instances: Instances
        var opened = 0
        var pipe: [Int32] = []
    }

    let state: Monitor<State>

    init(_ instances: Instances = .real) { state = Monitor(State(instances: instances)) }

    deinit { for end in state.withLock({ $0.pipe }).dropFirst() { close(end) } }

    var thread: WatchThread {
        let system = Inotify.Calls()
        return WatchThread(
            calls: Inotify.Calls(
                open: { [state] in
                    state.withLock { state in
                        switch state.instances {
                        case .refused(let code, let times) where times > 0:
                            state.instances = .refused(code, times: times - 1)
                            errno = code
                            return -1
                        case .pipe:
                            var ends: [Int32] = [-1, -1]
                            _ = frontpad_pipe_cloexec(&ends)
                            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
                            state.pipe = ends
                            return ends[0]
                        case .real, .refused, .refusedWatches:
                            state.opened += 1
                            return system.open()
                        }
                    }
                },
                add: { [state] instance, path, events in
                    switch state.withLock({ $0.instances }) {
                    case .refusedWatches(let code):
                        errno = code
                        return -1
                    case .pipe: return 1
                    case .real, .refused: return system.add(instance, path, events)
                    }
                }))
    }

    /// Writes the event that the kernel sends when its event queue is full.
    func overflow() {
        var event = inotify_event()
        event.wd = -1
        event.mask = UInt32(IN_Q_OVERFLOW)
        _ = state.withLock { write($0.pipe[1], &event, MemoryLayout<inotify_event>.size) }
    }
}
