import Glibc
import TestSupport
import Testing

@Suite("The WAL", .ownThread) struct LogSizeTests {
    @Test("stays bounded under load, grows while a reader stays, and is checkpointed once the reader ends")
    func bounded() throws {
        let bridge = try Bridge(["send_status": "2"])
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "started", in: .errors)
        let comment = String(repeating: "x", count: 4_000)
        func load(from first: Int) throws {
            // These are 2,000 documents with eight megabytes together. The orders wait for a status.
            let documents = (first..<first + 2_000).map { Samples.order($0, more: ",\"comment\":\"\(comment)\"") }
            #expect(try bridge.enqueue(["orders"], documents.joined(separator: "\n")).status == .exited(0))
        }
        let reader = try RunningProgram(
            "python3",
            [
                "-c",
                """
                import signal, sqlite3, sys
                connection = sqlite3.connect(sys.argv[1], isolation_level=None)
                connection.execute("PRAGMA wal_autocheckpoint=0")
                connection.execute("BEGIN")
                print(connection.execute("SELECT count(*) FROM orders").fetchone()[0], flush=True)
                signal.pause()
                """, bridge.databasePath,
            ])
        _ = try reader.line(containing: "0")
        try load(from: 1)
        #expect(walSize(bridge) > 8 << 20)
        reader.send(SIGKILL)
        _ = try reader.finish()
        try waitForSmallWAL(bridge)
        try load(from: 3_000)
        try waitForSmallWAL(bridge)
        #expect(try bridge.count("SELECT count(*) FROM orders") == 4_000)
        #expect(try bridge.text("PRAGMA integrity_check") == "ok")
        worker.send(SIGTERM)
        #expect(try worker.finish() == .exited(0))
    }

    /// Waits until the worker has copied the WAL back. Only the size of the WAL shows that.
    private func waitForSmallWAL(_ bridge: Bridge) throws {
        try eventually("a WAL of at most 4 MiB", look: walSize(bridge)) { $0 <= 4 << 20 }
    }

    private func walSize(_ bridge: Bridge) -> Int {
        var status = stat()
        return stat(bridge.databasePath + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }
}
