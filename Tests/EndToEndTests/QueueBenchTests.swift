import JSON
import TestSupport
import Testing

/// That it measures what it says, on counts that take no time. How fast it is, only `ops/bench/run` tells.
@Suite("queue-bench") struct QueueBenchTests {
    private let folder = TemporaryDirectory()
    private var database: String { folder.path(of: "bench.db") }
    private let program = Programs.path(named: "queue-bench")

    private func bench(_ mode: String, _ options: [String] = []) throws -> JSON {
        let result = try run(program, [mode, database] + options)
        #expect(result.status == .exited(0), "\(result.stderr)")
        return try figures(of: result.stdout)
    }

    /// The last line: what a program says before is for whoever runs it beside others.
    private func figures(of output: String) throws -> JSON {
        try JSON.parse(Array(try #require(output.split(separator: "\n").last).utf8))
    }

    private func count(_ figures: JSON, of name: String) -> Int? { figures[name]?.array?.count }

    @Test("enqueue inserts that many jobs by each thread and tells how long each took") func enqueue() throws {
        let figures = try bench("enqueue", ["--count", "3", "--threads", "2", "--pause", "10"])
        #expect(figures["count"]?.int == 6)
        #expect(count(figures, of: "latencies_ns") == 6)
        let start = try #require(figures["start_ns"]?.int)
        #expect(try #require(figures["end_ns"]?.int) > start)
        #expect(try bench("drain")["count"]?.int == 6)
    }

    @Test("enqueue in batches takes one time for each transaction") func batches() throws {
        let figures = try bench("enqueue", ["--count", "6", "--batch", "3"])
        #expect(figures["count"]?.int == 6)
        #expect(count(figures, of: "latencies_ns") == 2)
    }

    @Test("a cycle and a drain do every job once", arguments: ["cycle", "drain"], ["1", "10"])
    func through(mode: String, slots: String) throws {
        _ = try bench("enqueue", ["--count", "25", "--batch", "25"])
        #expect(try bench(mode, ["--slots", slots])["count"]?.int == 25)
        #expect(try bench(mode, ["--slots", slots])["count"]?.int == 0)
    }

    @Test("claims times claims but not the first ones, which warm up") func claims() throws {
        _ = try bench("enqueue", ["--count", "30", "--batch", "30"])
        #expect(try count(bench("claims", ["--count", "5"]), of: "latencies_ns") == 5)
    }

    @Test("serve says that it idles, runs what others insert, and tells the times when the count is reached")
    func serve() throws {
        // The shell holds its input open, so that only the count ends it.
        let held = "mkfifo \"$2\" && exec \"$0\" serve \"$1\" --count 4 <>\"$2\""
        let serving = try RunningProgram("sh", ["-c", held, program, database, folder.path(of: "input")])
        _ = try serving.line(containing: "idle")
        _ = try bench("enqueue", ["--count", "4"])
        #expect(try serving.finish(seconds: 60) == .exited(0))
        let figures = try figures(of: serving.text(of: .output))
        #expect(figures["troubles"]?.int == 0)
        #expect(figures["count"]?.int == 4)
        #expect(count(figures, of: "latencies_ns") == 4)
    }

    @Test("serve ends when its input does") func input() throws {
        #expect(try bench("serve")["count"]?.int == 0)
    }

    @Test("programs that are to begin together say ready and wait for a line") func together() throws {
        let result = try run(program, ["enqueue", database, "--count", "1", "--wait"], stdin: "\n")
        #expect(result.stdout.hasPrefix("ready\n{"))
    }

    @Test("hold keeps the log of another program's writes, and a line copies it back") func hold() throws {
        let holding = try run(program, ["hold", database], stdin: "\n")
        #expect(holding.stdout.hasPrefix("ready 3."))
        #expect(holding.stdout.hasSuffix("\ntruncated\n"))
    }

    @Test("the command around it tells its parts without measuring any") func help() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let help = try run("python3", [root + "/ops/bench/run", "--help"])
        #expect(help.status == .exited(0), "\(help.stderr)")
        #expect(help.stdout.contains("process, rates, latency, claims, crowd"))
    }

    @Test(
        "a command line that it does not know ends with 64",
        arguments: [[], ["fly"], ["drain", "x.db", "--slots", "0"], ["drain", "x.db", "--colour", "1"]])
    func usage(arguments: [String]) throws {
        let result = try run(program, arguments, directory: folder.path)
        #expect(result.status == .exited(64))
        #expect(result.stderr.hasPrefix("queue-bench: usage: "))
        #expect(!Files.exists(folder.path(of: "x.db")))
    }
}
