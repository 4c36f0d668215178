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
