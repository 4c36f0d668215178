import ChildProcess
import Glibc
import TestSupport
import Testing

/// Runs a shell as the child. The time limit is long enough that only a child that hangs reaches it.
private func shell(
    _ script: String, input: [UInt8] = [], output: Int = 1 << 20, time: Duration = .seconds(120),
    environment: ChildEnvironment = .inherited()
) -> ChildProcess {
    ChildProcess(
        "/bin/sh", arguments: ["-c", script], environment: environment, input: input,
        limits: .init(time: time, output: output))
}

@Suite("A child process", .ownThread)
struct ChildProcessTests {
    @Test("both streams and the exit status are returned")
    func streams() throws {
        let result = try shell("echo out; echo err >&2; exit 3").run()
        #expect(result.ending == .exited(3))
        #expect(result.ending.description == "ended with exit status 3")
        #expect(result.standardOutput.text == "out\n")
        #expect(result.standardError.text == "err\n")
        #expect(!result.standardOutput.isTruncated)
    }

    @Test("arguments are passed unchanged, without a shell")
    func arguments() throws {
        let result = try ChildProcess("printf", arguments: ["[%s]", "a b", "$HOME", "*", "", "пицца"]).run()
        #expect(result.standardOutput.text == "[a b][$HOME][*][][пицца]")
    }

    @Test("the signal that ends a child is reported")
    func signalled() throws {
        let result = try shell("kill -9 $$").run()
        #expect(result.ending == .signalled(9))
        #expect(result.ending.description == "was ended by signal 9")
    }

    @Test("standard input larger than a pipe arrives whole while the child writes as much")
    func input() throws {
        let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let result = try ChildProcess("cat", input: input, limits: .init(output: input.count)).run()
        #expect(result.ending == .exited(0))
        #expect(result.standardOutput.bytes == input)
        #expect(!result.standardOutput.isTruncated)
    }

    @Test("a child that does not read its input does not cause an error")
    func unreadInput() throws {
        let result = try shell("exit 0", input: [UInt8](repeating: 7, count: 5_000_000)).run()
        #expect(result.ending == .exited(0))
    }

    @Test("without input the child reads end of file at once")
    func noInput() throws {
        #expect(try shell("wc -c").run().standardOutput.text == "0\n")
    }

    @Test("output beyond the limit is discarded, and the child still runs to its end")
    func truncated() throws {
        let result = try shell("yes | head -c 1000000; yes | head -c 5 >&2; echo end >&2", output: 10).run()
        #expect(result.ending == .exited(0))
        #expect(result.standardOutput.text == "y\ny\ny\ny\ny\n")
        #expect(result.standardOutput.isTruncated)
        #expect(result.standardError.text == "y\ny\nyend\n")
        #expect(!result.standardError.isTruncated)
    }

    @Test("bytes that are not UTF-8 are kept as bytes and replaced in the text")
    func notText() throws {
        let result = try shell(#"printf 'a\377b'"#).run()
        #expect(result.standardOutput.bytes == [0x61, 0xFF, 0x62])
        #expect(result.standardOutput.text == "a\u{FFFD}b")
    }

    @Test("a child that ignores SIGTERM is killed at the time limit")
    func timedOut() throws {
        let result = try shell("trap '' TERM; sleep 1000", time: .seconds(1)).run()
        #expect(result.ending == .timedOut(after: .seconds(1)))
        #expect(result.ending.description == "did not end within 1 s")
    }

    @Test("a child that writes without end is killed at the time limit")
    func endlessOutput() throws {
        let result = try ChildProcess("yes", limits: .init(time: .milliseconds(300), output: 100)).run()
        #expect(result.ending == .timedOut(after: .milliseconds(300)))
        #expect(result.ending.description == "did not end within 300 ms")
    }

    @Test("processes that the child started are killed with it at the time limit")
    func group() throws {
        let witness = try FIFO()
        let script = "exec 9>'\(witness.path)'; sleep 1000 & sleep 1000"
        _ = try shell(script, time: .seconds(1)).run()
        #expect(witness.isDropped())
    }

    @Test("a grandchild that keeps the output open survives and is not waited for")
    func grandchild() throws {
        let result = try shell("sleep 1000 & echo $!").run()
        #expect(result.ending == .exited(0))
        let grandchild = try #require(pid_t(result.standardOutput.text.dropLast()))
        #expect(kill(grandchild, SIGKILL) == 0)
    }

    @Test("a grandchild that writes without end does not block the caller")
    func talkingGrandchild() throws {
        let result = try shell("yes & echo $! >&2", output: 10).run()
        #expect(result.ending == .exited(0))
        let grandchild = try #require(pid_t(result.standardError.text.dropLast()))
        // SIGPIPE may already have ended it.
        kill(grandchild, SIGKILL)
    }

    @Test("the child inherits no descriptor except its three streams")
    func descriptors() throws {
        // Without O_CLOEXEC, as a library might open it.
        let ours = open("/dev/null", O_RDONLY)
        try #require(ours > 2)
        defer { close(ours) }
        let result = try shell("ls /proc/$$/fd; :").run()
        #expect(result.standardOutput.text == "0\n1\n2\n")
    }

    @Test("the child's signals have their defaults, whatever the parent's are")
    func signals() async throws {
        signal(SIGUSR2, SIG_IGN)
        // The thread of runInBackground blocks all signals.
        let result = try await ChildProcess("grep", arguments: ["-E", "^Sig(Ign|Blk)", "/proc/self/status"])
            .runInBackground()
        let masks = result.standardOutput.text.split(separator: "\n").compactMap {
            $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
        }
        // Signals 32 and 33 belong to glibc, whose posix_spawn ignores them in every child.
        #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0])
    }
}

@Suite("A child process in the background", .ownThread)
struct BackgroundTests {
    @Test("has the same result")
    func result() async throws {
        let result = try await shell("cat; exit 4", input: Array("пицца".utf8)).runInBackground()
        #expect(result.ending == .exited(4))
        #expect(result.standardOutput.text == "пицца")
    }

    @Test("cancelling the task kills the process group and throws")
    func cancelled() async throws {
        let witness = try FIFO()
        let script = "exec 9>'\(witness.path)'; sleep 1000 & echo started >&9; wait"
        let task = Task { try await shell(script).runInBackground() }
        await witness.waitForText()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(witness.isDropped())
    }

    @Test("a task that is already cancelled starts nothing")
    func cancelledBefore() async throws {
        let folder = TemporaryDirectory()
        let file = folder.path(of: "started")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await shell("touch '\(file)'").runInBackground()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!Files.exists(file))
    }

    @Test("many at the same time each get their own output")
    func many() async throws {
        let outputs = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await shell("echo \(number)").runInBackground().standardOutput.text == "\(number)\n"
                }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outputs == [Bool](repeating: true, count: 40))
    }
}

/// A named pipe that children hold open. It shows that they are running, and that all of them have ended.
private final class FIFO: Sendable {
    let path: String
    private let folder = TemporaryDirectory()
    private let reading: CInt
    private let writing: CInt

    init() throws {
        path = folder.path(of: "fifo")
        try #require(mkfifo(path, 0o600) == 0)
        reading = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        writing = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(reading >= 0 && writing >= 0)
    }

    deinit { close(reading) }

    /// Waits until a child writes, without blocking a thread of Swift's concurrency.
    func waitForText() async {
        await withCheckedContinuation { continuation in
            BackgroundThread.start {
                _ = self.poll()
                continuation.resume()
            }
        }
    }

    /// Waits until no other process holds the pipe open. Returns false after a minute. Call it once.
    func isDropped() -> Bool {
        var portion = [UInt8](repeating: 0, count: 1024)
        while read(reading, &portion, portion.count) > 0 {}
        close(writing)
        return poll() & Int16(POLLHUP) != 0
    }

    private func poll() -> Int16 {
        var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&waiting, 1, 60_000) > 0 ? waiting.revents : 0
    }
}
