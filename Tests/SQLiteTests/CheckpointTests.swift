import Glibc
import SQLite
import TestSupport
import Testing

@Suite("Checkpoint", .ownThread)
struct CheckpointTests {
    private func fill(_ database: Database, commits: Int = 1) throws {
        for _ in 0..<commits {
            try database.write { _ = try $0.run("INSERT INTO t VALUES (zeroblob(40000))") }
        }
    }

    @Test("a checkpoint empties the WAL and loses nothing")
    func truncates() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        try fill(test.database, commits: 3)
        #expect(test.database.walSize > 100_000)
        #expect(try test.database.checkpoint() == .truncated)
        #expect(test.database.walSize == 0)
        #expect(try test.shell("SELECT count(*) FROM t") == "3\n")
    }

    @Test("the WAL grows past the size at which SQLite itself would checkpoint it")
    func noAutomaticCheckpoint() throws {
        let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(largestWAL: .max))
        let size = try databaseSize(test)
        // By default, SQLite runs a checkpoint after 1000 pages of 4096 bytes.
        try fill(test.database, commits: 150)
        #expect(test.database.walSize > 1200 * 4096)
        #expect(try databaseSize(test) == size)
    }

    @Test("a commit that leaves a large WAL checkpoints it, however many commits follow")
    func afterLargeCommits() throws {
        let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(largestWAL: 1 << 20))
        var largest: Int64 = 0
        for _ in 0..<200 {
            try fill(test.database)
            largest = max(largest, test.database.walSize)
        }
        // In all, eight megabytes were written to the WAL.
        #expect(largest > 500_000 && largest < 1_200_000)
        #expect(try test.count("t") == 200)
    }

    @Test("if a reader stays, not every commit tries a checkpoint")
    func retriesSeldom() throws {
        let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(largestWAL: 400_000))
        let other = try Database(path: test.path)
        try other.read { connection in
            _ = try connection.scalar("SELECT count(*) FROM t", as: Int.self)
            try fill(test.database, commits: 150)
        }
        #expect(test.database.walSize > 6_000_000)
        // Since the last try, the WAL has grown by the same size again.
        try fill(test.database, commits: 10)
        #expect(test.database.walSize == Database.Configuration.retainedWALSize)
        #expect(try test.count("t") == 160)
    }

    @Test("an emptied WAL keeps its space up to the limit, and the next commits reuse it")
    func keepsRoom() throws {
        let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(largestWAL: .max))
        try fill(test.database, commits: 20)
        let used = try size(of: test.path + "-wal")
        #expect(try test.database.checkpoint() == .truncated)
        #expect(try size(of: test.path + "-wal") == used)
        try fill(test.database, commits: 10)
        #expect(try size(of: test.path + "-wal") == used)
        try fill(test.database, commits: 200)
        #expect(try size(of: test.path + "-wal") > Int(Database.Configuration.retainedWALSize))
        #expect(try test.database.checkpoint() == .truncated)
        #expect(try size(of: test.path + "-wal") == Int(Database.Configuration.retainedWALSize))
        #expect(try test.shell("SELECT count(*) FROM t") == "230\n")
    }

    @Test("the old content of an emptied WAL is not read again, not even beside another database")
    func roomIsNotRead() throws {
        let test = try TestDatabase(
            "CREATE TABLE t (v)", configuration: Database.Configuration(checkpointsOnClose: false))
        let folder = TemporaryDirectory()
        let copy = folder.path(of: "copy.db")
        _ = try test.shell("INSERT INTO t VALUES ('as it was')")
        #expect(try test.database.checkpoint() == .truncated)
        try #require(run("cp", [test.path, copy]).status == .exited(0))
        _ = try test.database.write { try $0.run("UPDATE t SET v = 'as it is'") }
        #expect(try test.database.checkpoint() == .truncated)
        // Simulate that the machine stopped at this moment and that a person restored the copy.
        try #require(run("cp", [test.path + "-wal", copy + "-wal"]).status == .exited(0))
        #expect(try size(of: copy + "-wal") > 4096)
        #expect(try run("sqlite3", [copy, "SELECT v FROM t; PRAGMA integrity_check"]).stdout == "as it was\nok\n")
    }

    @Test("a reader that may not write the WAL index sees the commits of writers that came and went meanwhile")
    func readerWithoutIndex() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "test.db")
        func visit(_ sql: String) throws {
            let database = try Database(path: path, configuration: Database.Configuration(checkpointsOnClose: false))
            try database.write { try $0.execute(sql) }
            #expect(try database.checkpoint() == .truncated)
        }
        let fill = "INSERT INTO t SELECT value, hex(randomblob(200)) FROM "
        try visit(
            "CREATE TABLE t (a INTEGER PRIMARY KEY, b); CREATE INDEX i ON t (b);" + fill.series(1, 3_000))
        let reader = try RunningProgram(
            "python3",
            [
                "-c",
                """
                import signal, sqlite3, sys
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
                reader = sqlite3.connect("file:%s?mode=ro&readonly_shm=1" % sys.argv[1], uri=True)
                reader.execute("PRAGMA cache_size=60")
                for look in range(4):
                    try:
                        count = reader.execute("SELECT count(*) FROM t").fetchone()[0]
                        check = reader.execute("PRAGMA integrity_check(1)").fetchone()[0]
                    except sqlite3.Error as error:
                        count, check = -1, error
                    print("look %d: %d %s." % (look, count, check), flush=True)
                    signal.sigwait([signal.SIGUSR1])
                """, path,
            ])
        #expect(try reader.line(containing: "look 0").hasSuffix(": 3000 ok."))
        let visits = [
            ("DELETE FROM t WHERE a % 3 = 0", 2_000),
            ("DELETE FROM t WHERE a % 3 = 1; INSERT INTO t VALUES (0, '')", 1_001),
            (fill.series(10_000, 11_998), 3_000),
        ]
        for (look, (sql, count)) in visits.enumerated() {
            try visit(sql)
            reader.send(SIGUSR1)
            let line = try reader.line(containing: "look \(look + 1)")
            #expect(line.hasSuffix(": \(count) ok."), "\(line)")
        }
        reader.send(SIGKILL)
        _ = try reader.finish()
    }

    @Test("commits into a kept WAL survive the kill of their process")
    func retainedWALIsDurable() throws {
        let test = try TestDatabase(
            "CREATE TABLE t (v)", configuration: Database.Configuration(checkpointsOnClose: false))
        try fill(test.database, commits: 5)
        #expect(try test.database.checkpoint() == .truncated)
        try fill(test.database, commits: 2)
        let folder = TemporaryDirectory()
        // Copy the files as a stopped machine leaves them, without the WAL index.
        for suffix in ["", "-wal"] {
            try #require(run("cp", [test.path + suffix, folder.path(of: "test.db" + suffix)]).status == .exited(0))
        }
        #expect(
            try run("sqlite3", [folder.path(of: "test.db"), "SELECT count(*) FROM t; PRAGMA integrity_check"]).stdout
                == "7\nok\n")
    }

    private func size(of path: String) throws -> Int {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return Int(status.st_size)
    }

    /// Returns the size of the database file in bytes. The method does not open the file, because closing its
    /// descriptor would release SQLite's locks.
    private func databaseSize(_ test: TestDatabase) throws -> Int {
        try size(of: test.path)
    }

    @Test("a checkpoint gives up while a reader stays, and succeeds afterwards")
    func longReader() throws {
        let test = try TestDatabase("CREATE TABLE t (v)")
        try fill(test.database)
        let other = try Database(path: test.path)
        try other.read { connection in
            _ = try connection.scalar("SELECT count(*) FROM t", as: Int.self)
            try fill(test.database)
            #expect(try test.database.checkpoint(limit: 1) == .busy)
            // Writes still work.
            try fill(test.database)
        }
        #expect(try test.database.checkpoint() == .truncated)
        #expect(test.database.walSize == 0)
        #expect(try test.shell("SELECT count(*) FROM t") == "3\n")
    }

    @Test("after a checkpoint a writer waits as long for a lock as before")
    func patienceIsRestored() throws {
        let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(busyTimeout: 60_000))
        try fill(test.database)
        #expect(try test.database.checkpoint(limit: 0) == .truncated)
        let foreign = try test.foreignWriter("INSERT INTO t VALUES (1)")
        let result = Monitor<Result<Void, any Error>?>(nil)
        let database = test.database
        let isStarted = Monitor(false)
        BackgroundThread.start {
            isStarted.withLock { $0 = true }
            let written = Result { try database.write { _ = try $0.run("INSERT INTO t VALUES (2)") } }
            result.withLock { $0 = written }
        }
        try isStarted.wait(for: "the start of the writer") { $0 }
        try foreign.release()
        let written = try result.wait(for: "the end of the writer") { $0 }
        #expect(throws: Never.self) { try written.get() }
        #expect(try test.count("t") == 3)
    }

    @Test("the last connection to close checkpoints the WAL, unless it is configured to leave that to others")
    func onClose() throws {
        for checkpointsOnClose in [true, false] {
            let folder = TemporaryDirectory()
            let path = folder.path(of: "test.db")
            do {
                let database = try Database(
                    path: path, configuration: Database.Configuration(checkpointsOnClose: checkpointsOnClose))
                try database.write { try $0.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1)") }
            }
            #expect(Files.exists(path + "-wal") == !checkpointsOnClose)
            #expect(try run("sqlite3", [path, "SELECT v FROM t"]).stdout == "1\n")
        }
    }
}

extension String {
    /// Completes an INSERT … SELECT statement. It inserts the numbers from the first to the last, with the column name
    /// `value`.
    fileprivate func series(_ first: Int, _ last: Int) -> String {
        self
            + "(WITH RECURSIVE n (value) AS (VALUES (\(first)) UNION ALL SELECT value + 1 FROM n WHERE value < \(last)) "
            + "SELECT value FROM n)"
    }
}
