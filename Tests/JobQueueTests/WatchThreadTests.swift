import CLinux
import Glibc
import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Watching many databases", .ownThread)
struct WatchThreadTests {
    private func insertSilently(_ queue: JobQueue) throws {
        try queue.database.write { _ = try queue.insert(NewJob(kind: "work", queue: "default"), in: $0) }
    }

    @Test("one inotify instance serves many databases, and each watch notices its own doorbell")
    func oneInstance() throws {
        let inotify = ScriptedInotify()
        let thread = inotify.thread
        let tests = try (0..<20).map { _ in try TestQueue() }
        let watches = try tests.map { try TestWatch($0.queue, thread: thread) }
        for (test, watch) in zip(tests, watches) {
            test.queue.doorbell.ring()
            try watch.waitForRing()
        }
        #expect(inotify.state.withLock { $0.opened } == 1)
    }

    @Test("two watches of one database in one process both notice the doorbell, a commit and a death")
    func sameDatabase() throws {
        let test = try TestQueue()
        let worker = try test.worker()
        let handles = try (0..<2).map { _ in try test.anotherHandle() }
        let watches = try handles.map { try TestWatch($0) }
        test.queue.doorbell.ring()
        for watch in watches { try watch.waitForRing() }
        try insertSilently(test.queue)
        for watch in watches { try watch.waitForRing() }
        worker.retire()
        for watch in watches {
            #expect(watch.hearsDeaths)
            try watch.notifications.wait(for: "a look for dead workers") { $0.deaths > 0 }
        }
    }

    @Test("a watch that ignores the WAL after its own commit does not hide it from another watch")
    func quietForOne() throws {
        let test = try TestQueue()
        let busy = try test.anotherHandle()
        let busyWatch = try TestWatch(busy)
        let other = try TestWatch(test.queue)
        for _ in 0..<20 {
            try insertSilently(busy)
            try other.waitForRing()
        }
        try busyWatch.waitForRing()
    }

    @Test("a watch that stops does not stop another watch of the same files")
    func stopsAlone() throws {
        let test = try TestQueue()
        let stays = try TestWatch(test.queue)
        for _ in 0..<3 { _ = try TestWatch(test.queue) }
        test.queue.doorbell.ring()
        try stays.waitForRing()
    }

    @Test("if events were lost, every database is read, and dead workers are searched for")
    func overflow() throws {
        let inotify = ScriptedInotify(.pipe)
        let thread = inotify.thread
        let tests = try (0..<3).map { _ in try TestQueue() }
        let watches = try tests.map { try TestWatch($0.queue, thread: thread) }
        for test in tests { try insertSilently(test.queue) }
        inotify.overflow()
        for watch in watches {
            try watch.waitForRing()
            try watch.notifications.wait(for: "a look for dead workers") { $0.deaths > 0 }
        }
    }

    @Test("a doorbell that was replaced by another file is watched again")
    func replacedDoorbell() throws {
        let test = try TestQueue()
        let watch = try TestWatch(test.queue, interval: 1)
        let path = test.queue.doorbell.path
        // While a descriptor of the old file is open, that file still exists, and no event reports that another file
        // has its name now.
        let held = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(held) }
        Files.write([0x0a], to: path + "-new")
        #expect(rename(path + "-new", path) == 0)
        try watch.hearAgain(test.queue.doorbell)
    }

    @Test(
        "a refusal is reported once, with advice, and commits are still noticed",
        arguments: [
            (ScriptedInotify.Instances.refused(EMFILE, times: .max), "sysctl fs.inotify.max_user_instances"),
            (.refusedWatches(ENOSPC), "sysctl fs.inotify.max_user_watches"),
            (.refused(EPERM, times: .max), "Operation not permitted"),
            (.refusedWatches(EACCES), "-doorbell: Permission denied"),
        ])
    func refused(instances: ScriptedInotify.Instances, words: String) throws {
        let test = try TestQueue()
        let worker = try test.worker()
        defer { worker.retire() }
        let watch = try TestWatch(test.queue, thread: ScriptedInotify(instances).thread)
        for _ in 0..<3 {
            try insertSilently(test.queue)
            try watch.waitForRing()
        }
        let refusals = watch.notifications.withLock { $0.refusals }
        #expect(refusals.count == 1)
        #expect(refusals.first?.description.contains(words) == true, "\(refusals)")
        #expect(!watch.hearsDeaths)
    }

    @Test("a watch notices the doorbell again once the system grants an instance")
    func grantedLater() throws {
        let inotify = ScriptedInotify(.refused(EMFILE, times: 1))
        let test = try TestQueue()
        let worker = try test.worker()
        defer { worker.retire() }
        let watch = try TestWatch(test.queue, thread: inotify.thread)
        #expect(watch.notifications.withLock { $0.refusals } == [.instances])
        try inotify.state.wait(for: "another try to get an instance") { $0.opened == 1 }
        try watch.hearAgain(test.queue.doorbell)
        #expect(watch.hearsDeaths)
    }

    @Test("the instance is closed with the last watch, and a later watch gets a new one")
    func givenBack() throws {
        let inotify = ScriptedInotify(.pipe)
        let thread = inotify.thread
        let test = try TestQueue()
        for _ in 0..<2 {
            _ = try TestWatch(test.queue, thread: thread)
            let end = inotify.state.withLock { $0.pipe[1] }
            // If the other end of a pipe is closed, poll reports an error.
            var descriptor = pollfd(fd: end, events: 0, revents: 0)
            #expect(poll(&descriptor, 1, 60_000) == 1 && Int32(descriptor.revents) & POLLERR != 0)
        }
    }

    @Test("the instances of a process are counted")
    func counted() throws {
        let script = """
            import ctypes, signal
            libc = ctypes.CDLL(None)
            print(len([libc.inotify_init1(0) for _ in range(3)]), flush=True)
            signal.pause()
            """
        let program = try RunningProgram("python3", ["-c", script])
        _ = try program.line(containing: "3")
        #expect(InotifyUse.instances(ofProcess: "\(program.processID)") == 3)
        let use = InotifyUse(ofUser: geteuid(), folder: "/proc/self")
        #expect(use.instances >= 3 && (use.limit ?? 0) > 0)
    }

    @Test("a folder that cannot be watched is a refusal that names it")
    func unwatchableFolder() {
        let use = InotifyUse(ofUser: geteuid(), folder: "/no/such/folder")
        #expect(use.refusal?.description == "inotify is refused: /no/such/folder: No such file or directory")
    }
}
