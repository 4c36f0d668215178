internal import CLinux
internal import Glibc

/// The files of a database that are watched.
struct WatchedFiles: OptionSet, Hashable, Sendable {
    let rawValue: Int

    static let doorbell = WatchedFiles(rawValue: 1)
    static let wal = WatchedFiles(rawValue: 2)
    /// The folder of the workers' lock files.
    static let workers = WatchedFiles(rawValue: 4)
    static let all: WatchedFiles = [.doorbell, .wal, .workers]
}

/// One inotify instance, shared by any number of listeners.
///
/// The kernel keeps one watch for each file and instance, whoever asked for it. So the listeners of a file are counted
/// here, and its watch is removed with the last of them. A watch belongs to the file and not to its name: ``watch`` is
/// called again now and then, and follows the name to another file.
/// Source: <https://man7.org/linux/man-pages/man7/inotify.7.html>.
struct Inotify: ~Copyable {
    /// The system's calls. A test puts others in their place.
    struct Calls: Sendable {
        /// `inotify_init1`, without blocking: a descriptor, or -1 and `errno`.
        var open: @Sendable () -> Int32 = { inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) }
        /// `inotify_add_watch`: a watch descriptor, or -1 and `errno`.
        var add: @Sendable (Int32, String, UInt32) -> Int32 = { inotify_add_watch($0, $1, $2) }
    }

    /// Who is told of the changes of a file.
    struct Listener: Hashable, Sendable {
        let database: Int
        let file: WatchedFiles
    }

    enum Outcome: Sendable, Hashable {
        case watched
        /// There is no such file.
        case missing
        case refused(NotificationRefusal)
    }

    /// Which files of which databases have changed.
    struct Changes: Sendable {
        var files: [Int: WatchedFiles] = [:]
        /// Events were lost: anything may have changed.
        var isOverflown = false
    }

    /// After a refused instance the next try comes after so long, in microseconds.
    private static let pauseAfterRefusal: Int64 = 1_000_000

    /// Readable when a file has changed; -1 where there is no instance.
    private(set) var descriptor: Int32 = -1
    private let calls: Calls
    private var refusal: NotificationRefusal?
    private var opensAgainAt = Int64.min
    /// The listeners of each watch, each with the events that it wants.
    private var listeners: [Int32: [Listener: UInt32]] = [:]
    private var watches: [Listener: Int32] = [:]
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(calls: Calls) { self.calls = calls }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Begins or renews a listener's watch of a file.
    ///
    /// - Parameter now: in microseconds of the steady clock.
    mutating func watch(_ path: String, for events: UInt32, _ listener: Listener, now: Int64) -> Outcome {
        if descriptor < 0, now >= opensAgainAt { open(now: now) }
        guard descriptor >= 0 else { return .refused(refusal ?? .other("it was not asked for")) }
        let all = events | UInt32(IN_DELETE_SELF | IN_MOVE_SELF)
        // The mask adds to what other listeners of the same file want.
        let watch = calls.add(descriptor, path, all | UInt32(IN_MASK_ADD))
        let code = errno
        if watches[listener] != watch { unwatch(listener) }
        guard watch >= 0 else {
            return code == ENOENT ? .missing : .refused(NotificationRefusal(ofWatch: code, path: path))
        }
        watches[listener] = watch
        listeners[watch, default: [:]][listener] = all
        return .watched
    }

    /// The listener is told nothing more of its file.
    mutating func unwatch(_ listener: Listener) {
        guard let watch = watches.removeValue(forKey: listener) else { return }
        listeners[watch]?[listener] = nil
        guard listeners[watch]?.isEmpty == true else { return }
        listeners[watch] = nil
        inotify_rm_watch(descriptor, watch)
    }

    /// All events that are pending.
    mutating func changes() -> Changes {
        var changes = Changes()
        while descriptor >= 0 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            var offset = 0
            while offset + MemoryLayout<inotify_event>.size <= count {
                let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
                note(event, in: &changes)
                offset += MemoryLayout<inotify_event>.size + Int(event.len)
            }
        }
        return changes
    }

    private mutating func open(now: Int64) {
        descriptor = calls.open()
        if descriptor >= 0 {
            refusal = nil
        } else {
            refusal = NotificationRefusal(ofInstance: errno)
            opensAgainAt = now + Inotify.pauseAfterRefusal
        }
    }

    private mutating func note(_ event: inotify_event, in changes: inout Changes) {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { changes.isOverflown = true }
        // An event of a watch that nobody has any more is not in the table.
        for (listener, wanted) in listeners[event.wd] ?? [:]
        where event.mask & (wanted | UInt32(IN_IGNORED | IN_UNMOUNT)) != 0 {
            changes.files[listener.database, default: []].insert(listener.file)
        }
        // The watch has gone with its file.
        guard event.mask & UInt32(IN_IGNORED) != 0 else { return }
        for listener in listeners.removeValue(forKey: event.wd) ?? [:] { watches[listener.key] = nil }
    }
}
