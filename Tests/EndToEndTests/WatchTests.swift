import Glibc
import TestSupport
import Testing

@Suite("frontpad-queue watch", .ownThread) struct WatchTests {
    private func bridge() throws -> Bridge {
        let bridge = try Bridge(["language": "en"])
        try bridge.enqueue(["order"], Samples.order(1, article: ""))
        try bridge.drain()
        try bridge.enqueue(["order"], Samples.order(2))
        return bridge
    }

    @Test("prints a plain line for each look if the output is not a terminal") func lines() throws {
        let bridge = try bridge()
        let result = try bridge.queue(["watch", "--interval", "1", "--count", "2"])
        #expect(result.status == .exited(0))
        let lines = result.stdout.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains("1 new, 0 sending, 0 sent, 0 in_doubt, 1 failed") })
        #expect(!result.stdout.contains("\u{1B}"))
    }

    @Test("draws a page on a terminal, redraws it when resized, and restores the terminal at q") func page() throws {
        let bridge = try bridge()
        // This program controls a pseudo-terminal. It changes the size of the terminal, types q, and prints the
        // output.
        let script = """
            import fcntl, os, pty, signal, struct, sys, termios
            def resize(fd, rows, columns):
                fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            pid, fd = pty.fork()
            if pid == 0:
                resize(0, 24, 100)
                os.execv(sys.argv[1], [sys.argv[1], "watch", "--db", sys.argv[2], "--interval", "3600"])
            seen = b""
            def until(text):
                global seen
                while text not in seen:
                    seen += os.read(fd, 65536)
            until(b"last errors")
            until(b"has no")
            first, seen = seen, b""
            resize(fd, 10, 60)
            os.kill(pid, signal.SIGWINCH)
            until(b"\\x1b[2J")
            os.write(fd, b"q")
            try:
                while True:
                    seen += os.read(fd, 65536)
            except OSError:
                pass
            status = os.waitpid(pid, 0)[1]
            print(status, first.count(b"\\x1b[2J"), seen.endswith(b"\\x1b[?25h\\x1b[?1049l"),
                  max(len(line) for line in seen.decode().split("\\x1b[") ) <= 70, "waiting orders" in first.decode())
            """
        let result = try run(
            "python3", ["-c", script, Programs.path(named: "frontpad-queue"), bridge.databasePath],
            environment: ["TERM": "xterm"])
        #expect(result.stdout == "0 1 True True True\n", "\(result.stderr)")
    }
}
