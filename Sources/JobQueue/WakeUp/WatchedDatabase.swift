internal import CLinux
internal import Glibc
internal import SQLite
internal import Synchronization

/// The callbacks for the owner of a watch. The thread that serves all watches calls them, so they must not block.
struct WatchCallbacks: Sendable {
    /// There may be new jobs.
    var onRing: @Sendable () -> Void
    /// A worker may have died.
    var onDeath: @Sendable () -> Void = {}
    /// The system does not report changes of the files. The callback is called once for each cause.
    var onRefusal: @Sendable (NotificationRefusal) -> Void = { _ in }
}

/// Decides when to look at one database. It runs on the thread of a ``WatchThread`` and makes no other thread wait.
///
/// It looks for new jobs in three cases:
///
/// - The doorbell rings.
/// - The WAL changes. This finds commits of writers that do not ring. The event comes before the commit is visible, so
///   several looks follow, and each of them reads `PRAGMA data_version`.
/// - An interval is over. If the system does not report changes, this is the only case, and the interval is shorter.
///
/// Our own commits change the WAL too. After one of them, the WAL is not watched for a moment. Otherwise the kernel
/// would report an event for every page that a busy worker commits.
struct WatchedDatabase: Sendable {
    /// When to look after an event of the WAL, in microseconds since the event. The last look comes after the longest
    /// sync that a slow disk may need.
    private static let burst: [Int64] =
        [200, 500] + (0...6).map { 1_000 << $0 } + (1...9).map { $0 * 125_000 }
    /// How long to leave the WAL unwatched after one of our own commits, in microseconds.
    private static let quiet: Int64 = 10_000
    /// When to look for dead workers after a lock file was closed, in microseconds since the event. The event comes
    /// before the lock is free.
    private static let looksForDead: [Int64] = [200, 2_000, 20_000, 200_000, 2_000_000]
    /// How long to wait before reading the version again if another reader is using the connection, in microseconds.
    private static let busyReader: Int64 = 500
    /// The interval if the system does not report changes, in microseconds.
    private static let blindInterval: Int64 = 50_000

    let id: Int
    private let database: Database
    private let doorbell: Doorbell
    private let workersFolder: String
    /// The interval, in microseconds.
    private let interval: Int64
    private let callbacks: WatchCallbacks
    private let status: WatchStatus
    private var version: Int64?
    private var ownWrites = 0
    private var looks: [Int64] = []
    private var looksForDead: [Int64] = []
    /// When to watch the WAL again, or `.max` if it is being watched.
    private var quietUntil = Int64.max
    private var intervalEndsAt = Int64.min
    private var refusal: NotificationRefusal?

    init(
        id: Int, database: Database, doorbell: Doorbell, workersFolder: String, interval: Int32,
        callbacks: WatchCallbacks,
        status: WatchStatus
    ) {
        self.id = id
        self.database = database
        self.doorbell = doorbell
        self.workersFolder = workersFolder
        self.interval = Int64(interval) * 1_000
        self.callbacks = callbacks
        self.status = status
    }

    /// When the next ``turn(_:now:inotify:)`` is due if no file changes, in microseconds of the steady clock.
    var nextTurn: Int64 { min(nextLook, looksForDead.first ?? .max) }

    private var nextLook: Int64 { min(intervalEndsAt, quietUntil, looks.first ?? .max) }

    mutating func begin(now: Int64, inotify: inout Inotify) {
        let file = doorbell.create()
        if file >= 0 { close(file) }
        renew(now: now, inotify: &inotify)
        version = try? database.dataVersionUnlessBusy()
        ownWrites = database.begunWrites
        // Ring once, because no event and no later version shows what has happened since the owner's own look.
        callbacks.onRing()
    }

    mutating func end(inotify: inout Inotify) {
        for file in [WatchedFiles.doorbell, .wal, .workers] {
            inotify.unwatch(Inotify.Listener(database: id, file: file))
        }
    }

    /// - Parameter changed: the files that have changed since the last turn.
    mutating func turn(_ changed: WatchedFiles, now: Int64, inotify: inout Inotify) {
        let isDue = now >= nextLook
        var isRung = changed.contains(.doorbell)
        if isRung { _ = watch(.doorbell, now: now, inotify: &inotify) }
        if changed.contains(.wal) || now >= quietUntil { followWAL(now: now, inotify: &inotify) }
        if changed.contains(.workers) {
            // Keep the next look, so that a series of events cannot postpone it forever.
            looksForDead = looksForDead.prefix(1) + WatchedDatabase.looksForDead.map { now + $0 }
        } else if let look = looksForDead.first, now >= look {
            looksForDead.removeAll { $0 <= now }
            callbacks.onDeath()
        }
        if isRung || isDue, hasNewVersion(now: now) { isRung = true }
        if now >= intervalEndsAt { renew(now: now, inotify: &inotify) }
        if isRung { callbacks.onRing() }
    }

    private mutating func followWAL(now: Int64, inotify: inout Inotify) {
        let begun = database.begunWrites
        if begun == ownWrites {
            quietUntil = .max
            _ = watch(.wal, now: now, inotify: &inotify)
            looks = WatchedDatabase.burst.map { now + $0 }
        } else {
            ownWrites = begun
            quietUntil = now + WatchedDatabase.quiet
            inotify.unwatch(Inotify.Listener(database: id, file: .wal))
            looks = [quietUntil]
        }
    }

    /// Returns true if the database has a new version. The looks after an event continue even after a new version was
    /// found, because that version may belong to a different commit.
    private mutating func hasNewVersion(now: Int64) -> Bool {
        looks.removeAll { $0 <= now }
        do {
            guard let latest = try database.dataVersionUnlessBusy() else {
                looks.insert(now + WatchedDatabase.busyReader, at: 0)
                return false
            }
            defer { version = latest }
            return latest != version
        } catch {
            defer { version = nil }
            return version != nil
        }
    }

    /// Watches each file that is not watched yet or has been replaced by another file.
    private mutating func renew(now: Int64, inotify: inout Inotify) {
        let files: [WatchedFiles] = quietUntil == .max ? [.doorbell, .wal, .workers] : [.doorbell, .workers]
        let outcomes = files.map { watch($0, now: now, inotify: &inotify) }
        status.hearsDeaths.store(outcomes.last == .watched, ordering: .relaxed)
        let before = refusal
        refusal = outcomes.lazy.compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }.first
        if let refusal, refusal != before { callbacks.onRefusal(refusal) }
        intervalEndsAt = now + (refusal == nil ? interval : min(interval, WatchedDatabase.blindInterval))
    }

    private func watch(_ file: WatchedFiles, now: Int64, inotify: inout Inotify) -> Inotify.Outcome {
        let (path, events) =
            switch file {
            case .doorbell: (doorbell.path, IN_MODIFY)
            case .wal: (database.path + "-wal", IN_MODIFY)
            default: (workersFolder, IN_CLOSE_WRITE)
            }
        return inotify.watch(path, for: UInt32(events), Inotify.Listener(database: id, file: file), now: now)
    }
}

/// The state of a watch that other threads may read.
final class WatchStatus: Sendable {
    /// Whether the system reports the death of a worker's process as an event.
    let hearsDeaths = Atomic<Bool>(false)
}
