internal import CLinux
internal import Glibc
internal import SQLite
internal import Synchronization

/// Watches for new work on a thread of its own: the doorbell by inotify, and `PRAGMA data_version` as the net for
/// writers that do not ring and for places where inotify is refused.
final class DoorbellWatch: Sendable {
    private let database: Database
    private let doorbell: Doorbell
    private let interval: Int32
    private let onRing: @Sendable () -> Void
    private let stopping = Atomic<Bool>(false)
    /// Wakes the thread out of its wait.
    private let stopEvent: Int32

    /// - Parameter interval: the longest time between two looks at `data_version`, in milliseconds. Shorter: a writer
    ///   that does not ring is seen sooner; longer: less work when idle (a look costs two microseconds).
    init(database: Database, doorbell: Doorbell, interval: Int32, onRing: @escaping @Sendable () -> Void) {
        self.database = database
        self.doorbell = doorbell
        self.interval = interval
        self.onRing = onRing
        stopEvent = eventfd(0, Int32(EFD_CLOEXEC))
    }

    deinit { close(stopEvent) }

    func start() {
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<DoorbellWatch>.fromOpaque(context).takeRetainedValue().watch()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(started == 0, "the machine has no thread left for the watch")
        pthread_detach(thread)
    }

    func stop() {
        stopping.store(true, ordering: .releasing)
        var one: UInt64 = 1
        _ = write(stopEvent, &one, 8)
    }

    private func watch() {
        let file = doorbell.create()
        if file >= 0 { close(file) }
        let notify = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        defer { if notify >= 0 { close(notify) } }
        var watched = addWatch(notify)
        var version = try? database.dataVersion()
        // What came between the worker's first look and this moment is in no event and no later version.
        onRing()
        while !stopping.load(ordering: .acquiring) {
            var descriptors = [
                pollfd(fd: stopEvent, events: Int16(POLLIN), revents: 0),
                pollfd(fd: notify, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, nfds_t(descriptors.count), interval)
            if stopping.load(ordering: .acquiring) { return }
            if ready > 0, descriptors[1].revents != 0 {
                // A deleted doorbell takes its watch with it.
                if drain(notify).contains(where: { $0 & UInt32(IN_IGNORED) != 0 }) { watched = false }
                onRing()
            }
            if !watched { watched = addWatch(notify) }
            let latest = try? database.dataVersion()
            if latest != version {
                version = latest
                onRing()
            }
        }
    }

    private func addWatch(_ notify: Int32) -> Bool {
        guard notify >= 0 else { return false }
        return inotify_add_watch(notify, doorbell.path, UInt32(IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF)) >= 0
    }

    /// Reads all pending events. - Returns: their masks.
    private func drain(_ notify: Int32) -> [UInt32] {
        var masks: [UInt32] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(notify, &buffer, buffer.count)
            guard count > 0 else { return masks }
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                while offset + MemoryLayout<inotify_event>.size <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    masks.append(event.mask)
                    offset += MemoryLayout<inotify_event>.size + Int(event.len)
                }
            }
        }
    }
}
