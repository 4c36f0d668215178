import Glibc
import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Doorbell")
struct DoorbellTests {
    /// A watch that looks at the database by itself only once in ten minutes: what it notices in a test, it notices
    /// by the doorbell.
    private let never: Int32 = 600_000

    private func watch(
        _ test: TestQueue, interval: Int32, canNotify: Bool = true, _ body: (Monitor<Int>) throws -> Void
    ) throws {
        let rings = Monitor(0)
        let watch = DoorbellWatch(
            database: test.queue.database, doorbell: test.queue.doorbell,
            workersFolder: LivenessFile.folder(databasePath: test.path),
            interval: interval, canNotify: canNotify
        ) {
            rings.withLock { $0 += 1 }
        }
        watch.start()
        defer { watch.stop() }
        // What happened before it watched cannot have been noticed: it says so by a first ring.
        try #require(isRung(rings))
        try body(rings)
    }

    private func isRung(_ rings: Monitor<Int>) -> Bool {
        let isRung = rings.wait { $0 > 0 ? true : nil } != nil
        rings.withLock { $0 = 0 }
        return isRung
    }

    @Test("a ring makes the doorbell where it is missing, for the group where the folder is the group's")
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

    @Test("a ring where no file can be made does no harm")
    func impossible() {
        Doorbell(databasePath: "/no/such/folder/queue.db").ring()
    }

    @Test("a watch hears a ring of another handle, and each of several")
    func hears() throws {
        let test = try TestQueue()
        try watch(test, interval: never) { rings in
            for _ in 0..<3 {
                test.queue.doorbell.ring()
                #expect(isRung(rings))
            }
        }
    }

    @Test("a watch hears whoever writes into the doorbell")
    func hearsTheShell() throws {
        let test = try TestQueue()
        try watch(test, interval: never) { rings in
            let result = try run("sh", ["-c", #"printf x > "$0""#, test.queue.doorbell.path])
            #expect(result.status == .exited(0))
            #expect(isRung(rings))
        }
    }

    @Test(
        "a watch notices the commit of a writer that does not ring: by the event of the log, or by its own looks",
        arguments: [(600_000, true), (600_000, false), (5, false)] as [(Int32, Bool)])
    func noticesCommit(interval: Int32, canNotify: Bool) throws {
        let test = try TestQueue()
        try watch(test, interval: interval, canNotify: canNotify) { rings in
            let result = try run("sqlite3", [test.path, "INSERT INTO workers VALUES ('w', 1, 'h', 0, 0, 0, 1)"])
            #expect(result.status == .exited(0))
            #expect(isRung(rings))
        }
    }

    @Test("a commit of our own is noticed once, and what follows from it feeds nothing")
    func ownCommit() throws {
        let test = try TestQueue()
        try watch(test, interval: never) { rings in
            let insert = { (count: Int) in
                for _ in 0..<count {
                    try test.queue.database.write {
                        _ = try test.queue.insert(NewJob(kind: "work", queue: "default"), in: $0)
                    }
                }
            }
            try insert(5)
            #expect(isRung(rings))
            // As a worker does when it is rung: it looks.
            for _ in 0..<20 { _ = try test.queue.look(into: [QueueSpec("default")]) }
            #expect(rings.withLock { $0 } <= 5)
        }
    }

    @Test("a watch hears nothing while nothing happens but reading")
    func reading() throws {
        let test = try TestQueue()
        try watch(test, interval: 1) { rings in
            for _ in 0..<2_000 { _ = try test.queue.look(into: [QueueSpec("default")]) }
            #expect(rings.withLock { $0 } == 0)
        }
    }

    @Test("a watch whose doorbell was deleted hears the one that is made anew")
    func deletedDoorbell() throws {
        let test = try TestQueue()
        try watch(test, interval: 5) { rings in
            #expect(unlink(test.queue.doorbell.path) == 0)
            #expect(isRung(rings))
            for _ in 0..<2 {
                // The new file is watched from the next look on: until then a ring is lost.
                let isHeard = (0..<60).contains { _ in
                    test.queue.doorbell.ring()
                    return rings.wait(seconds: 1) { $0 > 0 ? true : nil } != nil
                }
                #expect(isHeard)
                rings.withLock { $0 = 0 }
            }
        }
    }

    @Test("a watch that is stopped ends its thread and rings no more")
    func stops() throws {
        let test = try TestQueue()
        let ended = Monitor(false)
        do {
            let guardian = Guardian { ended.withLock { $0 = true } }
            let watch = DoorbellWatch(
                database: test.queue.database, doorbell: test.queue.doorbell,
                workersFolder: LivenessFile.folder(databasePath: test.path),
                interval: never
            ) { _ = guardian }
            watch.start()
            watch.stop()
        }
        // The thread was the last to hold the closure.
        #expect(ended.wait { $0 ? true : nil } == true)
    }

    private final class Guardian: Sendable {
        private let onDeinit: @Sendable () -> Void
        init(onDeinit: @escaping @Sendable () -> Void) { self.onDeinit = onDeinit }
        deinit { onDeinit() }
    }
}
