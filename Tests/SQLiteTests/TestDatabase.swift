import Glibc
import SQLite
import TestSupport
import Testing

/// A database in a temporary folder.
struct TestDatabase {
    let folder: TemporaryDirectory
    let database: Database

    var path: String { folder.path(of: "test.db") }

    init(_ script: String = "", configuration: Database.Configuration = Database.Configuration()) throws {
        folder = TemporaryDirectory()
        database = try Database(path: folder.path(of: "test.db"), configuration: configuration)
        if !script.isEmpty { try database.write { try $0.execute(script) } }
    }

    func count(_ table: String) throws -> Int {
        try database.read { connection in
            try connection.scalar("SELECT count(*) FROM \(table)", as: Int.self) ?? 0
        }
    }

    /// Runs SQL in a separate process, like a program outside of the queue.
    @discardableResult
    func shell(_ sql: String) throws -> String {
        let result = try run("sqlite3", ["-bail", path, ".timeout 60000", sql])
        #expect(result.status == .exited(0) && result.stderr == "")
        return result.stdout
    }

    /// Starts a process that runs a statement and holds SQLite's write lock until it is released.
    func foreignWriter(_ sql: String) throws -> ForeignWriter { try ForeignWriter(path, sql, in: folder) }
}

/// A process of the `sqlite3` shell that is in the middle of a write transaction.
struct ForeignWriter {
    private let program: RunningProgram
    private let gate: String

    init(_ path: String, _ sql: String, in folder: TemporaryDirectory) throws {
        gate = folder.path(of: "gate")
        try #require(mkfifo(gate, 0o600) == 0)
        let script = "BEGIN IMMEDIATE;\n\(sql);\n.system echo held; cat '\(gate)'\nCOMMIT;\n"
        program = try RunningProgram("sqlite3", ["-bail", path], input: Array(script.utf8))
        _ = try program.line(containing: "held")
    }

    /// Lets the process commit its transaction, and waits until it has ended.
    func release() throws {
        Files.write([], to: gate)
        #expect(try program.finish() == .exited(0))
    }
}
