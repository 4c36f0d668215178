internal import CLinux
internal import Glibc
internal import Synchronization
internal import Threads

/// One thread with one inotify instance that serves every watched database of the process.
///
/// Debian allows each user only 128 instances, so workers and files cannot have instances of their own. The thread and
/// its instance exist while at least one database is watched.
final class WatchThread: Sendable {
    /// The thread that all watches of this process share.
    static let shared = WatchThread()

    private struct Inbox: Sendable {
        var isRunning = false
        var lastID = 0
        var added: [WatchedDatabase] = []
        var removed: [Int] = []
    }

    private let calls: Inotify.Calls
    private let inbox = Mutex(Inbox())
    /// An eventfd that wakes the thread when something is in its inbox.
    private let wakeEvent: Int32

    init(calls: Inotify.Calls = Inotify.Calls()) {
        self.calls = calls
        wakeEvent = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { close(wakeEvent) }

    /// - Parameter make: makes the watch. It receives the number of the watch.
    /// - Returns: the number of the watch, for ``remove(_:)``.
    func add(_ make: (Int) -> WatchedDatabase) -> Int {
        let (id, isFirst) = inbox.withLock { inbox in
            inbox.lastID += 1
            inbox.added.append(make(inbox.lastID))
            defer { inbox.isRunning = true }
            return (inbox.lastID, !inbox.isRunning)
        }
        if isFirst {
            precondition(BlockingThread.start { self.run() }, "the machine has no thread left for the watch")
        } else {
            wake()
        }
        return id
    }

    /// Ends a watch. Its callbacks may still be called for a short time after this method returns.
    func remove(_ id: Int) {
        inbox.withLock { $0.removed.append(id) }
        wake()
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeEvent, &one, 8)
    }

    private func run() {
        var inotify = Inotify(calls: calls)
        var watches: [WatchedDatabase] = []
        while true {
            var now = monotonicMicroseconds()
            takeInbox(&watches, now: now, inotify: &inotify)
            if watches.isEmpty, isFinished() { return }
            let nextTurn = watches.lazy.map(\.nextTurn).min() ?? now
            waitForEvents(of: inotify, atMost: max(0, nextTurn - monotonicMicroseconds()))
            now = monotonicMicroseconds()
            let changes = inotify.changes()
            for index in watches.indices {
                let changed = changes.isOverflown ? .all : changes.files[watches[index].id] ?? []
                guard !changed.isEmpty || now >= watches[index].nextTurn else { continue }
                watches[index].turn(changed, now: now, inotify: &inotify)
            }
        }
    }

    private func waitForEvents(of inotify: borrowing Inotify, atMost microseconds: Int64) {
        var descriptors = [
            pollfd(fd: wakeEvent, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inotify.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        frontpad_poll(&descriptors, UInt(descriptors.count), Int(microseconds))
        guard descriptors[0].revents != 0 else { return }
        var count: UInt64 = 0
        _ = read(wakeEvent, &count, 8)
    }

    private func takeInbox(_ watches: inout [WatchedDatabase], now: Int64, inotify: inout Inotify) {
        var (added, removed) = inbox.withLock { inbox in
            defer { (inbox.added, inbox.removed) = ([], []) }
            return (inbox.added, inbox.removed)
        }
        for index in added.indices { added[index].begin(now: now, inotify: &inotify) }
        watches += added
        guard !removed.isEmpty else { return }
        for index in watches.indices where removed.contains(watches[index].id) {
            watches[index].end(inotify: &inotify)
        }
        watches.removeAll { removed.contains($0.id) }
    }

    /// - Returns: true if the thread may end. A watch that is added later starts a new thread.
    private func isFinished() -> Bool {
        inbox.withLock { inbox in
            guard inbox.added.isEmpty else { return false }
            inbox.isRunning = false
            inbox.removed = []
            return true
        }
    }
}
