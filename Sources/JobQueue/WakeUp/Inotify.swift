internal import CLinux
internal import Glibc

/// A set of watched files of a database.
struct WatchedFiles: OptionSet, Hashable, Sendable {
    let rawValue: Int

    static let doorbell = WatchedFiles(rawValue: 1)
    static let wal = WatchedFiles(rawValue: 2)
    /// The folder of the workers' lock files.
    static let workers = WatchedFiles(rawValue: 4)
    static let all: WatchedFiles = [.doorbell, .wal, .workers]
}

/// One inotify instance that any number of listeners share.
///
/// An instance has only one watch per file, even if several listeners asked for it. So this type counts the listeners
/// of each file and removes the watch together with the last listener. A watch belongs to a file and not to its name.
/// The owner calls ``watch`` again now and then, so that the watch moves to another file that now has the name.
/// Source: <https://man7.org/linux/man-pages/man7/inotify.7.html>.
struct Inotify: ~Copyable {
    /// The system calls. A test replaces them.
    struct Calls: Sendable {
        /// Calls `inotify_init1` for a non-blocking instance. It returns a descriptor, or -1 and sets `errno`.
        var open: @Sendable () -> Int32 = { inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) }
        /// Calls `inotify_add_watch`. It returns a watch descriptor, or -1 and sets `errno`.
        var add: @Sendable (Int32, String, UInt32) -> Int32 = { inotify_add_watch($0, $1, $2) }
    }

    /// A database that wants to know the changes of one file.
    struct Listener: Hashable, Sendable {
        let database: Int
        let file: WatchedFiles
    }

    enum Outcome: Sendable, Hashable {
        case watched
        /// The file does not exist.
        case missing
        case refused(NotificationRefusal)
    }

    /// The files that have changed, by database.
    struct Changes: Sendable {
        var files: [Int: WatchedFiles] = [:]
        /// Whether events were lost. If so, any file may have changed.
        var isOverflown = false
    }

    /// How long to wait before the next try after the system has refused an instance, in microseconds.
    private static let pauseAfterRefusal: Int64 = 1_000_000

    /// The descriptor of the instance. It becomes readable when a file has changed. It is -1 if there is no instance.
    private(set) var descriptor: Int32 = -1
    private let calls: Calls
    private var refusal: NotificationRefusal?
    private var opensAgainAt = Int64.min
    /// The listeners of each watch, and the events that each listener wants.
    private var listeners: [Int32: [Listener: UInt32]] = [:]
    private var watches: [Listener: Int32] = [:]
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(calls: Calls) { self.calls = calls }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Begins or renews the watch of a file for a listener.
    ///
    /// - Parameter now: the current time of the steady clock, in microseconds.
    mutating func watch(_ path: String, for events: UInt32, _ listener: Listener, now: Int64) -> Outcome {
        if descriptor < 0, now >= opensAgainAt { open(now: now) }
        guard descriptor >= 0 else { return .refused(refusal ?? .other("it was not asked for")) }
        let all = events | UInt32(IN_DELETE_SELF | IN_MOVE_SELF)
        // With IN_MASK_ADD, the events are added to those that other listeners of the same file want.
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

    /// Ends a listener's watch of its file.
    mutating func unwatch(_ listener: Listener) {
        guard let watch = watches.removeValue(forKey: listener) else { return }
        listeners[watch]?[listener] = nil
        guard listeners[watch]?.isEmpty == true else { return }
        listeners[watch] = nil
        inotify_rm_watch(descriptor, watch)
    }

    /// Reads all pending events.
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
        // The table has no entry for a watch that was removed, so its late events are ignored.
        for (listener, wanted) in listeners[event.wd] ?? [:]
        where event.mask & (wanted | UInt32(IN_IGNORED | IN_UNMOUNT)) != 0 {
            changes.files[listener.database, default: []].insert(listener.file)
        }
        // IN_IGNORED means that the watch has ended together with its file.
        guard event.mask & UInt32(IN_IGNORED) != 0 else { return }
        for listener in listeners.removeValue(forKey: event.wd) ?? [:] { watches[listener.key] = nil }
    }
}
