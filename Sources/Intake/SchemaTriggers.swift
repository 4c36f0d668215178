internal import JobQueue
internal import SQLite

/// The triggers of our schema. If somebody else has put a trigger into the database, it runs inside our programs with
/// every write. So services refuse such a database.
enum SchemaTriggers {
    /// - Returns: the name of a trigger that our migrations did not create or that has another text now, or nil if
    ///   there is no such trigger.
    static func foreign(on connection: Connection) throws(SQLiteError) -> String? {
        let found: [(name: String, sql: String)] = try connection.all(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
        ) { row throws(SQLiteError) in (try row.get("name"), try row.get("sql")) }
        return found.first { own[$0.name] != $0.sql }?.name
    }

    /// The text of each trigger after all migrations, exactly as SQLite stores it. The keys are the names of the
    /// triggers.
    static let own = triggers(of: IntakeSchema.all.flatMap(\.migrations).map(\.sql))

    /// Returns the texts of the triggers that remain after the scripts. In a script, each statement must begin at the
    /// start of a line, and a trigger must end with the line `END;`.
    ///
    /// Every command of a service runs this, so it looks at bytes and makes a string only of a whole trigger.
    static func triggers(of scripts: [String]) -> [String: String] {
        var triggers: [String: String] = [:]
        for var script in scripts {
            script.withUTF8 { bytes in
                var begin: (name: String, offset: Int)?
                forEachLine(of: bytes) { line in
                    if let open = begin {
                        guard line.elementsEqual("END;".utf8) else { return }
                        triggers[open.name] = String(decoding: bytes[open.offset..<(line.endIndex - 1)], as: UTF8.self)
                        begin = nil
                    } else if let name = name(after: "CREATE TRIGGER ", in: line) {
                        begin = (name, line.startIndex)
                    } else if let name = name(after: "DROP TRIGGER ", in: line) {
                        triggers[name] = nil
                    }
                }
            }
        }
        return triggers
    }

    private typealias Line = Slice<UnsafeBufferPointer<UInt8>>

    private static func forEachLine(of bytes: UnsafeBufferPointer<UInt8>, _ body: (Line) -> Void) {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            body(bytes[start..<end])
            start = end + 1
        }
    }

    private static func name(after words: StaticString, in line: Line) -> String? {
        guard line.count > words.utf8CodeUnitCount,
            line.starts(with: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
        else { return nil }
        let name = line.dropFirst(words.utf8CodeUnitCount).prefix {
            $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ";")
        }
        return String(decoding: name, as: UTF8.self)
    }
}
