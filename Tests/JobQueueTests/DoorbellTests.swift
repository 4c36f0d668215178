import Glibc
import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Doorbell", .ownThread)
struct DoorbellTests {
    @Test("a ring creates the doorbell if it is missing, for the group if the folder is the group's")
    func ringCreates() throws {
        let folder = TemporaryDirectory()
        let doorbell = Doorbell(databasePath: folder.path(of: "queue.db"))
        #expect(doorbell.path == folder.path(of: "queue.db-doorbell"))
        doorbell.ring()
        #expect(mode(of: doorbell.path) == 0o600)
        #expect(unlink(doorbell.path) == 0)
        #expect(chmod(folder.path, 0o2770) == 0)
        doorbell.ring()
        #expect(mode(of: doorbell.path) == 0o660)
    }

    private func mode(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    @Test("rings do not make the doorbell grow")
    func keepsItsSize() throws {
        let folder = TemporaryDirectory()
        let doorbell = Doorbell(databasePath: folder.path(of: "queue.db"))
        for _ in 0..<100 { doorbell.ring() }
        #expect(Files.read(doorbell.path)?.count == 1)
    }

    @Test("a ring does no harm if the file cannot be created")
    func impossible() {
        Doorbell(databasePath: "/no/such/folder/queue.db").ring()
    }

    @Test("a watch notices a ring from another handle, and each of several rings")
    func noticesRings() throws {
        let test = try TestQueue()
        let watch = try TestWatch(test.queue)
        for _ in 0..<3 {
            test.queue.doorbell.ring()
            try watch.waitForRing()
        }
    }

    @Test("a watch notices any write to the doorbell")
    func noticesTheShell() throws {
        let test = try TestQueue()
        let watch = try TestWatch(test.queue)
        let result = try run("sh", ["-c", #"printf x > "$0""#, test.queue.doorbell.path])
        #expect(result.status == .exited(0))
        try watch.waitForRing()
    }

    @Test(
        "a watch notices the commit of a writer that does not ring, by an event of the WAL or by polling",
        arguments: [(600_000, true), (600_000, false), (5, false)] as [(Int32, Bool)])
    func noticesCommit(interval: Int32, canNotify: Bool) throws {
        let test = try TestQueue()
        let inotify = ScriptedInotify(canNotify ? .real : .refused(EPERM, times: .max))
        let watch = try TestWatch(test.queue, interval: interval, thread: inotify.thread)
        let result = try run(
            "sqlite3",
            [
                test.path,
                "INSERT INTO workers (id, pid, host, heartbeat, heartbeat_at, started_at, concurrency) VALUES ('w', 1, 'h', 0, 0, 0, 1)",
            ])
        #expect(result.status == .exited(0))
        try watch.waitForRing()
    }

    @Test("our own commit is noticed once, and the reaction does not trigger another one")
    func ownCommit() throws {
        let test = try TestQueue()
        let watch = try TestWatch(test.queue)
        let insert = { (count: Int) in
            for _ in 0..<count {
                try test.queue.database.write {
                    _ = try test.queue.insert(NewJob(kind: "work", queue: "default"), in: $0)
                }
            }
        }
        try insert(5)
        try watch.waitForRing()
        // A worker that was rung looks for jobs.
        for _ in 0..<20 { _ = try test.queue.look(into: [QueueSpec("default")]) }
        #expect(watch.notifications.withLock { $0.rings } <= 5)
    }

    @Test("a watch notices nothing while others only read")
    func reading() throws {
        let test = try TestQueue()
        let watch = try TestWatch(test.queue, interval: 1)
        for _ in 0..<2_000 { _ = try test.queue.look(into: [QueueSpec("default")]) }
        #expect(watch.notifications.withLock { $0.rings } == 0)
    }

    @Test("a watch whose doorbell was deleted notices the new one")
    func deletedDoorbell() throws {
        let test = try TestQueue()
        let watch = try TestWatch(test.queue, interval: 5)
        #expect(unlink(test.queue.doorbell.path) == 0)
        try watch.waitForRing()
        for _ in 0..<2 { try watch.hearAgain(test.queue.doorbell) }
    }

    @Test("a stopped watch releases its owner and rings no more")
    func stops() throws {
        let test = try TestQueue()
        let ended = Monitor(false)
        do {
            let guardian = Guardian { ended.withLock { $0 = true } }
            let watch = DoorbellWatch(
                database: test.queue.database, doorbell: test.queue.doorbell,
                workersFolder: LivenessFile.folder(databasePath: test.path), interval: TestWatch.never,
                callbacks: WatchCallbacks { _ = guardian })
            watch.start()
            watch.stop()
        }
        // Only the watch held a reference to the closure.
        try ended.wait(for: "the end of the watch") { $0 }
    }

    private final class Guardian: Sendable {
        private let onDeinit: @Sendable () -> Void
        init(onDeinit: @escaping @Sendable () -> Void) { self.onDeinit = onDeinit }
        deinit { onDeinit() }
    }
}
