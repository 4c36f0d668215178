import JSON
import TestSupport
import Testing

/// Checks with small counts that the bench measures what it claims to measure. The speed is measured only by
/// `ops/bench/run`.
@Suite("queue-bench", .ownThread) struct QueueBenchTests {
    private let folder = TemporaryDirectory()
    private var database: String { folder.path(of: "bench.db") }
    private let program = Programs.path(named: "queue-bench")

    private func bench(_ mode: String, _ options: [String] = []) throws -> JSON {
        let result = try run(program, [mode, database] + options)
        #expect(result.status == .exited(0), "\(result.stderr)")
        return try figures(of: result.stdout)
    }

    /// Returns the figures in the last line of the output. The lines before it are for programs that run several
    /// benches together.
    private func figures(of output: String) throws -> JSON {
        try JSON.parse(Array(try #require(output.split(separator: "\n").last).utf8))
    }

    private func count(_ figures: JSON, of name: String) -> Int? { figures[name]?.array?.count }

    @Test("enqueue inserts that many jobs on each thread and prints the duration of each insertion") func enqueue()
        throws
    {
        let figures = try bench("enqueue", ["--count", "3", "--threads", "2", "--pause", "10"])
        #expect(figures["count"]?.int == 6)
        #expect(count(figures, of: "latencies_ns") == 6)
        let start = try #require(figures["start_ns"]?.int)
        #expect(try #require(figures["end_ns"]?.int) > start)
        #expect(try bench("drain")["count"]?.int == 6)
    }

    @Test("enqueue in batches prints one duration per transaction") func batches() throws {
        let figures = try bench("enqueue", ["--count", "6", "--batch", "3"])
        #expect(figures["count"]?.int == 6)
        #expect(count(figures, of: "latencies_ns") == 2)
    }

    @Test("a cycle and a drain run every job once", arguments: ["cycle", "drain"], ["1", "10"])
    func through(mode: String, slots: String) throws {
        _ = try bench("enqueue", ["--count", "25", "--batch", "25"])
        #expect(try bench(mode, ["--slots", slots])["count"]?.int == 25)
        #expect(try bench(mode, ["--slots", slots])["count"]?.int == 0)
    }

    @Test("claims measures claims, without the first ones that warm up") func claims() throws {
        _ = try bench("enqueue", ["--count", "30", "--batch", "30"])
        #expect(try count(bench("claims", ["--count", "5"]), of: "latencies_ns") == 5)
    }

    @Test("serve prints that it idles, runs jobs that others insert, and prints the latencies at the count")
    func serve() throws {
        // The shell keeps the input open, so only the count ends the program.
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

    @Test("serve ends when its input ends") func input() throws {
        #expect(try bench("serve")["count"]?.int == 0)
    }

    @Test("programs that should begin together print ready and wait for a line") func together() throws {
        let result = try run(program, ["enqueue", database, "--count", "1", "--wait"], stdin: "\n")
        #expect(result.stdout.hasPrefix("ready\n{"))
    }

    @Test("hold keeps the WAL of another program's writes, and a line checkpoints it") func hold() throws {
        let holding = try run(program, ["hold", database], stdin: "\n")
        #expect(holding.stdout.hasPrefix("ready 3."))
        #expect(holding.stdout.hasSuffix("\ntruncated\n"))
    }

    @Test("the script around it lists its parts without measuring any") func help() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let help = try run("python3", [root + "/ops/bench/run", "--help"])
        #expect(help.status == .exited(0), "\(help.stderr)")
        #expect(help.stdout.contains("process, rates, latency, claims, crowd"))
    }

    @Test(
        "an unknown command line exits with 64",
        arguments: [[], ["fly"], ["drain", "x.db", "--slots", "0"], ["drain", "x.db", "--colour", "1"]])
    func usage(arguments: [String]) throws {
        let result = try run(program, arguments, directory: folder.path)
        #expect(result.status == .exited(64))
        #expect(result.stderr.hasPrefix("queue-bench: usage: "))
        #expect(!Files.exists(folder.path(of: "x.db")))
    }
}
