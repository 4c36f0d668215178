import SQLite
import TestSupport
import Testing

@testable import JobQueue

/// A watch that has begun, with all that it reports. It is stopped when the last reference to it goes.
final class TestWatch: Sendable {
    struct Heard: Sendable {
        var rings = 0
        var deaths = 0
        var refusals: [NotificationRefusal] = []
    }

    /// A watch that looks at the database by itself only once in ten minutes: whatever it notices in a test, it
    /// notices by an event.
    static let never: Int32 = 600_000

    let heard = Monitor(Heard())
    private let watch: DoorbellWatch

    init(_ queue: JobQueue, interval: Int32 = TestWatch.never, thread: WatchThread = .shared) throws {
        let heard = heard
        watch = DoorbellWatch(
            database: queue.database, doorbell: queue.doorbell,
            workersFolder: LivenessFile.folder(databasePath: queue.database.path), interval: interval, thread: thread,
            callbacks: WatchCallbacks(
                onRing: { heard.withLock { $0.rings += 1 } }, onDeath: { heard.withLock { $0.deaths += 1 } },
                onRefusal: { refusal in heard.withLock { $0.refusals.append(refusal) } }))
        watch.start()
        // It cannot notice what happened before it watched. Its first ring says that it watches.
        try #require(isRung())
    }

    deinit { watch.stop() }

    var hearsDeaths: Bool { watch.hearsDeaths }

    /// Waits for a ring since the last call.
    func isRung(seconds: Int = 60) -> Bool {
        heard.wait(seconds: seconds) { heard in
            guard heard.rings > 0 else { return nil }
            heard.rings = 0
            return true
        } ?? false
    }
}
