import Glibc
import TestSupport
import Testing

/// The `sqlite3` shell in the middle of a write transaction, until it is let go.
struct HeldWriter {
    private let program: RunningProgram
    private let gate: String

    init(_ path: String, _ sql: String = "SELECT 1") throws {
        gate = path + "-gate"
        try #require(mkfifo(gate, 0o600) == 0)
        let script = "BEGIN IMMEDIATE;\n\(sql);\n.system echo held; cat '\(gate)'\nCOMMIT;\n"
        program = try RunningProgram("sqlite3", ["-bail", path], input: Array(script.utf8))
        _ = try program.line(containing: "held")
    }

    func letGo() throws {
        Files.write([], to: gate)
        #expect(try program.finish() == .exited(0))
    }
}
