import TestSupport
import Testing

@Suite("A reader of the output that has gone", .ownThread) struct BrokenPipeTests {
    /// Runs frontpad-enqueue. Its standard output and standard error go into a pipe without a reader.
    ///
    /// - Returns: the exit status. A negative number is the signal that ended the program.
    private func enqueueIntoBrokenPipe(_ arguments: [String], _ input: String, _ bridge: Bridge) throws -> Int? {
        let script = """
            import os, subprocess, sys
            read, write = os.pipe()
            os.close(read)
            print(subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=write, stderr=write).returncode)
            """
        let result = try run(
            "python3", ["-c", script, Programs.path(named: "frontpad-enqueue")] + arguments, stdin: input,
            environment: bridge.environment)
        return Int(result.stdout.filter { $0 != "\n" })
    }

    @Test("does not stop the enqueueing: the lines after a refused one are stored") func lines() throws {
        let bridge = try Bridge()
        let input = ["{broken", Samples.order(1), Samples.order(2)].joined(separator: "\n")
        #expect(try enqueueIntoBrokenPipe(["orders"], input, bridge) == 65)
        #expect(try bridge.count("SELECT count(*) FROM orders") == 2)
    }

    @Test("is no failure of a command that only prints")
    func reading() throws {
        let bridge = try Bridge()
        #expect(try enqueueIntoBrokenPipe(["--help"], "", bridge) == 0)
    }

    @Test("does not turn a stored order into a failure") func order() throws {
        let bridge = try Bridge()
        #expect(try enqueueIntoBrokenPipe(["order"], Samples.order(1), bridge) == 0)
        #expect(try bridge.count("SELECT count(*) FROM orders") == 1)
    }
}
