internal import JobQueue
internal import SQLite

/// The triggers of our schema. A trigger that somebody else has put into the database runs inside our programs with every
/// write, so services refuse such a database.
enum SchemaTriggers {
    /// - Returns: the name of a trigger that our steps did not make, or made with another text; nil: there is none.
    static func foreign(on connection: Connection) throws(SQLiteError) -> String? {
        let found: [(name: String, sql: String)] = try connection.all(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
        ) { row throws(SQLiteError) in (try row.get("name"), try row.get("sql")) }
        return found.first { own[$0.name] != $0.sql }?.name
    }

    /// The text of each trigger after all steps, as SQLite stores it, by its name.
    static let own = triggers(of: IntakeSchema.all.flatMap(\.migrations).map(\.sql))

    /// Each statement begins at the start of a line. A trigger ends with a line `END;`.
    static func triggers(of scripts: [String]) -> [String: String] {
        var triggers: [String: String] = [:]
        for script in scripts {
            var trigger: (name: String, lines: [Substring])?
            for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
                if var open = trigger {
                    open.lines.append(line == "END;" ? "END" : line)
                    trigger = line == "END;" ? nil : open
                    if line == "END;" { triggers[open.name] = open.lines.joined(separator: "\n") }
                } else if line.hasPrefix("CREATE TRIGGER ") {
                    trigger = (String(line.split(separator: " ")[2]), [line])
                } else if line.hasPrefix("DROP TRIGGER ") {
                    triggers[String(line.dropFirst("DROP TRIGGER ".count).prefix { $0 != ";" })] = nil
                }
            }
        }
        return triggers
    }
}
