import TestSupport
import Testing

@Suite("Standard output that cannot be written", .ownThread) struct FullOutputTests {
    /// Runs a program with a standard output that is always full.
    private func runIntoFullDevice(
        _ program: String, _ arguments: [String], _ bridge: Bridge, _ input: String = ""
    ) throws -> ProgramResult {
        try run(
            "sh", ["-c", "exec \"$0\" \"$@\" > /dev/full", Programs.path(named: program)] + arguments, stdin: input,
            environment: bridge.environment)
    }

    @Test(
        "is exit 74 and one line that says so, in every program and for everything that it prints",
        arguments: [
            ("frontpad-queue", ["metrics"]), ("frontpad-queue", ["status"]), ("frontpad-queue", ["list", "--json"]),
            ("frontpad-queue", ["settings", "list"]), ("frontpad-queue", ["settings", "reference"]),
            ("frontpad-queue", ["--completion", "bash"]), ("frontpad-queue", ["orders", "--json"]),
            ("frontpad-worker", ["--help"]), ("frontpad-worker", ["--man"]), ("frontpad-enqueue", ["--version"]),
            ("frontpad-enqueue", ["settings", "--json"]), ("frontpad-crm", ["products"]),
            ("frontpad-sandbox", ["--help"]),
        ])
    func full(program: String, arguments: [String]) throws {
        let bridge = try Bridge()
        let result = try runIntoFullDevice(program, arguments, bridge, "{}")
        #expect(result.status == .exited(74), "\(result.stderr)")
        #expect(result.stderr.contains("\(program): standard output cannot be written (No space left on device)"))
        #expect(result.stderr.split(separator: "\n").count == 1)
    }

    @Test("does not keep an order from being stored")
    func order() throws {
        let bridge = try Bridge()
        #expect(try runIntoFullDevice("frontpad-enqueue", ["order"], bridge, Samples.order(1)).status == .exited(74))
        #expect(try bridge.count("SELECT count(*) FROM orders") == 1)
    }

    @Test("does not hide the status of a command that failed")
    func failed() throws {
        let bridge = try Bridge()
        let result = try runIntoFullDevice("frontpad-queue", ["order", "17"], bridge)
        #expect(result.status == .exited(1))
        #expect(result.stderr.contains("there is no order 17"))
    }

    @Test("is no failure where the program was started without it, as some servers start hooks")
    func closed() throws {
        let bridge = try Bridge()
        let script = "exec \"$0\" order >&-"
        let result = try run(
            "sh", ["-c", script, Programs.path(named: "frontpad-enqueue")], stdin: Samples.order(1),
            environment: bridge.environment)
        #expect(result.status == .exited(0))
        #expect(try bridge.count("SELECT count(*) FROM orders") == 1)
    }
}
