import SQLite
import TestSupport
import Testing

@testable import JobQueue

/// A started watch and everything that it reports. The watch is stopped when the last reference is released.
final class TestWatch: Sendable {
    struct Notifications: Sendable {
        var rings = 0
        var deaths = 0
        var refusals: [NotificationRefusal] = []
    }

    /// An interval of ten minutes between polls, in milliseconds. With it, a watch notices something in a test only
    /// through an event.
    static let never: Int32 = 600_000

    let notifications = Monitor(Notifications())
    private let watch: DoorbellWatch

    init(_ queue: JobQueue, interval: Int32 = TestWatch.never, thread: WatchThread = .shared) throws {
        let notifications = notifications
        watch = DoorbellWatch(
            database: queue.database, doorbell: queue.doorbell,
            workersFolder: LivenessFile.folder(databasePath: queue.database.path), interval: interval, thread: thread,
            callbacks: WatchCallbacks(
                onRing: { notifications.withLock { $0.rings += 1 } },
                onDeath: { notifications.withLock { $0.deaths += 1 } },
                onRefusal: { refusal in notifications.withLock { $0.refusals.append(refusal) } }))
        watch.start()
        // A watch cannot notice what happened before it started. Its first ring shows that it has started.
        try waitForRing()
    }

    deinit { watch.stop() }

    var hearsDeaths: Bool { watch.hearsDeaths }

    /// Waits for a ring that came after the last call.
    func waitForRing() throws {
        guard isRung(seconds: Waiting.seconds) else {
            throw NotInTime("a ring", seconds: Waiting.seconds, last: "\(notifications.withLock { $0 })")
        }
    }

    /// Rings a doorbell with a new file until a ring arrives. The watch notices the new file at its next look.
    func hearAgain(_ doorbell: Doorbell) throws {
        try eventually("a ring of the new doorbell", look: doorbell.ring()) { isRung(seconds: 1) }
    }

    private func isRung(seconds: Int) -> Bool {
        notifications.poll(seconds: seconds) { notifications in
            guard notifications.rings > 0 else { return nil }
            notifications.rings = 0
            return true
        } ?? false
    }
}
