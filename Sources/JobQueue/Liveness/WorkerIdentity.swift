internal import CLinux
internal import Glibc
internal import SQLite

/// The identity of a worker process. The process holds an `flock` on its own file beside the database. If that lock is
/// free, the worker is dead, no matter what the clocks say.
public final class WorkerIdentity: Sendable {
    /// The worker's id: host, process id and a random part. It is never reused.
    public let id: String
    public let pid: Int32
    public let host: String
    public let concurrency: Int
    /// How long the worker may be silent before others take over its jobs, in milliseconds. The worker's row stores
    /// this time, and the other workers read it there. A worker with a longer lease sends its heartbeat less often.
    public let lease: Int64
    private let lockFile: LivenessFile

    /// - Throws: ``LivenessFileError`` if the lock file cannot be created.
    public init(databasePath: String, concurrency: Int, lease: Int64 = 30_000) throws {
        pid = getpid()
        host = hostName()
        self.concurrency = concurrency
        self.lease = max(1, lease)
        id = "\(host):\(pid):" + String(UInt32.random(in: .min ... .max), radix: 36)
        lockFile = try LivenessFile(databasePath: databasePath, worker: id)
    }

    /// Releases the lock and deletes its file. Without the file, nobody can tell that the worker is dead, so delete
    /// the worker's row first. ``JobQueue/unregister(_:)`` does both.
    public func retire() { lockFile.remove() }
}

private func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

extension Connection {
    /// Makes sure that the worker has a row. Without a row, its claims would look like those of an unknown worker.
    func register(_ worker: WorkerIdentity, now: Int64) throws(SQLiteError) {
        guard try scalar("SELECT 1 FROM workers WHERE id = ?", worker.id, as: Int.self) == nil else { return }
        try run(
            """
            INSERT INTO workers (id, pid, host, heartbeat_at, started_at, concurrency, lease)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """, worker.id, worker.pid, worker.host, now, now, worker.concurrency, worker.lease)
    }
}

extension JobQueue {
    /// Sends a heartbeat.
    public func heartbeat(_ worker: WorkerIdentity) throws {
        try database.write { connection in
            try connection.register(worker, now: clock.now())
            try connection.run(
                "UPDATE workers SET heartbeat = heartbeat + 1, heartbeat_at = ? WHERE id = ?", clock.now(), worker.id)
        }
    }

    /// Deletes the worker's row and its lock file. Other workers rescue the jobs that it still holds.
    public func unregister(_ worker: WorkerIdentity) throws {
        _ = try database.write { connection in
            try connection.run("DELETE FROM workers WHERE id = ?", worker.id)
        }
        worker.retire()
    }
}
