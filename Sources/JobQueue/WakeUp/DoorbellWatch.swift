internal import CLinux
internal import Glibc
internal import SQLite
internal import Synchronization

/// Watches for new work, and for workers that die, on a thread of its own:
///
/// - the doorbell, by inotify: a writer that rings is heard within a fraction of a millisecond;
/// - the database's log, by inotify, for writers that do not ring. Its event comes before the commit can be seen, so it
///   is only a hint to look at `PRAGMA data_version` a few times soon;
/// - `data_version` itself now and then: the net for all else, and the only way where inotify is refused;
/// - the folder of the workers' lock files, by inotify: when a process ends, its file is closed. That event comes before
///   its lock is free, so it too is a hint to look a few times soon.
///
/// Our own commits change the log as well. After one of them the log is left alone for a little while, so that a worker
/// at full speed does not make the kernel write an event for every page of its commits.
final class DoorbellWatch: Sendable {
    /// After an event of the log, in microseconds since it: as long as the sync of a slow disk may take.
    private static let burst: [Int64] =
        [200, 500] + (0...6).map { 1_000 << $0 } + (1...9).map { $0 * 125_000 }
    /// For so long after a commit of our own the log is left alone, in microseconds.
    private static let quiet: Int64 = 10_000
    /// After a lock file was closed, in microseconds since it.
    private static let looksForDead: [Int64] = [200, 2_000, 20_000, 200_000]
    /// The net where inotify is refused, in milliseconds.
    private static let intervalWithoutEvents: Int32 = 50

    private let database: Database
    private let doorbell: Doorbell
    private let workersFolder: String
    private let interval: Int32
    private let canNotify: Bool
    private let onRing: @Sendable () -> Void
    private let onDeath: @Sendable () -> Void
    private let isHearingDeaths = Atomic<Bool>(false)
    private let stopping = Atomic<Bool>(false)
    /// Wakes the thread out of its wait.
    private let stopEvent: Int32

    /// - Parameters:
    ///   - workersFolder: has a file for each worker, which its process closes when it ends.
    ///   - interval: the longest time between two looks at `data_version`, in milliseconds. Shorter: what no event
    ///     tells is seen sooner; longer: less work when idle (a look costs two microseconds).
    ///   - canNotify: false acts as where inotify is refused.
    ///   - onDeath: called when a worker may have died. Called, like `onRing`, on the watch's thread.
    init(
        database: Database, doorbell: Doorbell, workersFolder: String, interval: Int32, canNotify: Bool = true,
        onDeath: @escaping @Sendable () -> Void = {}, onRing: @escaping @Sendable () -> Void
    ) {
        self.database = database
        self.doorbell = doorbell
        self.workersFolder = workersFolder
        self.interval = interval
        self.canNotify = canNotify
        self.onRing = onRing
        self.onDeath = onDeath
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

    /// Whether the death of a worker's process is an event that is heard.
    var hearsDeaths: Bool { isHearingDeaths.load(ordering: .relaxed) }

    private func watch() {
        let file = doorbell.create()
        if file >= 0 { close(file) }
        var bell = FileWatch(doorbell.path, isAllowed: canNotify)
        var log = FileWatch(database.path + "-wal", isAllowed: canNotify)
        var workers = FileWatch(
            workersFolder, for: IN_CLOSE_WRITE, isAllowed: canNotify)
        isHearingDeaths.store(workers.isWatched, ordering: .relaxed)
        var deathLooks: [Int64] = []
        var version = try? database.dataVersion()
        var ownWrites = database.begunWrites
        var looks: [Int64] = []
        var quietUntil = Int64.max
        // What came between the worker's first look and this moment is in no event and no later version.
        onRing()
        var netAt = monotonicMicroseconds() + net(bell, log)
        while true {
            var now = monotonicMicroseconds()
            var descriptors = [
                pollfd(fd: stopEvent, events: Int16(POLLIN), revents: 0),
                pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: log.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: workers.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let until = min(netAt, quietUntil, looks.first ?? .max)
            let wakeAt = min(until, deathLooks.first ?? .max)
            frontpad_poll(&descriptors, UInt(descriptors.count), Int(max(0, wakeAt - now)))
            if stopping.load(ordering: .acquiring) { return }
            now = monotonicMicroseconds()
            var isRung = false
            if descriptors[1].revents != 0 {
                bell.drain()
                bell.renew()
                isRung = true
            }
            if descriptors[2].revents != 0 || now >= quietUntil {
                log.drain()
                let begun = database.begunWrites
                if begun == ownWrites {
                    quietUntil = .max
                    log.renew()
                    looks = DoorbellWatch.burst.map { now + $0 }
                } else {
                    ownWrites = begun
                    quietUntil = now + DoorbellWatch.quiet
                    log.pause()
                    looks = [quietUntil]
                }
            }
            if descriptors[3].revents != 0 {
                workers.drain()
                // One that is due stays due, however many follow.
                deathLooks = deathLooks.prefix(1) + DoorbellWatch.looksForDead.map { now + $0 }
            } else if let look = deathLooks.first, now >= look {
                deathLooks.removeAll { $0 <= now }
                onDeath()
            }
            if isRung || now >= until {
                looks.removeAll { $0 <= now }
                let latest = try? database.dataVersion()
                if latest != version {
                    version = latest
                    // The looks go on: this may have been another commit than the one that the event told of.
                    isRung = true
                }
            }
            if now >= netAt {
                bell.renew()
                if quietUntil == .max { log.renew() }
                workers.renew()
                isHearingDeaths.store(workers.isWatched, ordering: .relaxed)
                netAt = now + net(bell, log)
            }
            if isRung { onRing() }
        }
    }

    /// In microseconds.
    private func net(_ bell: borrowing FileWatch, _ log: borrowing FileWatch) -> Int64 {
        let isBlind = bell.descriptor < 0 || log.descriptor < 0
        return Int64(isBlind ? min(interval, DoorbellWatch.intervalWithoutEvents) : interval) * 1_000
    }
}

/// The changes of one file, by inotify. A watch belongs to the file and not to its name: one that is deleted and made
/// anew is watched again by ``renew()``. Source: <https://man7.org/linux/man-pages/man7/inotify.7.html>.
private struct FileWatch: ~Copyable {
    /// Readable when the file has changed; -1 where that cannot be told.
    let descriptor: Int32
    private let path: String
    private let events: Int32
    /// -1: it is not watched.
    private var watch: Int32 = -1

    init(_ path: String, for events: Int32 = IN_MODIFY, isAllowed: Bool) {
        self.path = path
        self.events = events
        descriptor = isAllowed ? inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) : -1
        renew()
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func renew() {
        guard descriptor >= 0, watch < 0 else { return }
        watch = inotify_add_watch(descriptor, path, UInt32(events | IN_DELETE_SELF | IN_MOVE_SELF))
    }

    var isWatched: Bool { watch >= 0 }

    /// No events until ``renew()``.
    mutating func pause() {
        guard watch >= 0 else { return }
        inotify_rm_watch(descriptor, watch)
        watch = -1
        // The removal is an event too.
        drain()
    }

    /// Reads all pending events.
    mutating func drain() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                while offset + MemoryLayout<inotify_event>.size <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    // The watch has gone with its file.
                    if event.mask & UInt32(IN_IGNORED) != 0, event.wd == watch { watch = -1 }
                    offset += MemoryLayout<inotify_event>.size + Int(event.len)
                }
            }
        }
    }
}
