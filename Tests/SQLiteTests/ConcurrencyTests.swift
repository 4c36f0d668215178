import SQLite
import TestSupport
import Testing

@Suite("Writers at once", .ownThread)
struct ConcurrencyTests {
    /// Starts a thread that runs many transactions and writes one row in each.
    private func startWriter(
        _ name: String, to path: String, commits: Int, into results: Monitor<[Result<Void, any Error>]>
    ) {
        BackgroundThread.start {
            let result = Result {
                let database = try Database(path: path, configuration: Database.Configuration(busyTimeout: 60_000))
                for number in 0..<commits {
                    try database.write { _ = try $0.run("INSERT INTO t VALUES (?, ?)", name, number) }
                }
            }
            results.withLock { $0.append(result) }
        }
    }

    @Test("four writers with a hundred commits each all succeed, and every row is there once")
    func fourWriters() throws {
        let test = try TestDatabase("CREATE TABLE t (name, number, UNIQUE (name, number))")
        let results = Monitor<[Result<Void, any Error>]>([])
        for writer in 0..<4 { startWriter("w\(writer)", to: test.path, commits: 100, into: results) }
        let all = try results.wait(for: "the end of 4 threads") { $0.count == 4 ? $0 : nil }
        for result in all { #expect(throws: Never.self) { try result.get() } }
        #expect(try test.count("t") == 400)
        #expect(try test.shell("PRAGMA integrity_check") == "ok\n")
    }

    @Test("threads that share one database take turns at writing and reading")
    func sharedDatabase() throws {
        let test = try TestDatabase("CREATE TABLE t (v); INSERT INTO t VALUES (0)")
        let database = test.database
        let results = Monitor<[Result<Void, any Error>]>([])
        for _ in 0..<8 {
            BackgroundThread.start {
                let result = Result {
                    for _ in 0..<25 {
                        try database.write { connection in
                            let value = try connection.scalar("SELECT v FROM t", as: Int.self) ?? 0
                            _ = try connection.run("UPDATE t SET v = ?", value + 1)
                        }
                        _ = try database.read { try $0.scalar("SELECT v FROM t", as: Int.self) }
                    }
                }
                results.withLock { $0.append(result) }
            }
        }
        let all = try results.wait(for: "the end of 8 threads") { $0.count == 8 ? $0 : nil }
        for result in all { #expect(throws: Never.self) { try result.get() } }
        #expect(try test.shell("SELECT v FROM t") == "200\n")
    }

    @Test("a writer waits for another program that holds the lock")
    func waitsForForeign() throws {
        let test = try TestDatabase("CREATE TABLE t (name, number)")
        let foreign = try test.foreignWriter("INSERT INTO t VALUES ('foreign', 0)")
        let results = Monitor<[Result<Void, any Error>]>([])
        startWriter("ours", to: test.path, commits: 3, into: results)
        #expect(results.withLock { $0.isEmpty })
        try foreign.release()
        let all = try results.wait(for: "the end of 1 threads") { $0.count == 1 ? $0 : nil }
        for result in all { #expect(throws: Never.self) { try result.get() } }
        #expect(try test.shell("SELECT name FROM t") == "foreign\nours\nours\nours\n")
    }

    @Test("writers and another program that commits all the time do not starve each other")
    func besideForeign() throws {
        let test = try TestDatabase("CREATE TABLE t (name, number)")
        let script = ".timeout 60000\n" + (0..<100).map { "INSERT INTO t VALUES ('foreign', \($0));\n" }.joined()
        let foreign = try RunningProgram("sqlite3", ["-bail", test.path], input: Array(script.utf8))
        let results = Monitor<[Result<Void, any Error>]>([])
        for writer in 0..<2 { startWriter("w\(writer)", to: test.path, commits: 100, into: results) }
        let all = try results.wait(for: "the end of 2 threads") { $0.count == 2 ? $0 : nil }
        for result in all { #expect(throws: Never.self) { try result.get() } }
        #expect(try foreign.finish() == .exited(0))
        #expect(foreign.text(of: .errors) == "")
        #expect(try test.count("t") == 300)
    }

    @Test("a writer ignores the lock of a process that was stopped outside of a write")
    func stuckTurn() throws {
        let test = try TestDatabase("CREATE TABLE t (name, number)")
        // This program holds the lock on the writers' lock file, but not the database's lock.
        let program = try RunningProgram(
            "sh", ["-c", #"exec 9>>"$0"; flock 9 && echo held; exec sleep 600"#, test.path + "-lock"])
        _ = try program.line(containing: "held")
        let database = try Database(path: test.path, configuration: Database.Configuration(busyTimeout: 1))
        for number in 0..<2 {
            try database.write { _ = try $0.run("INSERT INTO t VALUES ('ours', ?)", number) }
        }
        #expect(try test.shell("SELECT count(*) FROM t") == "2\n")
    }
}
