public import SQLite

/// The table `settings`. It holds the shop's settings under the names that they have in its MODX component.
public enum SettingsStore {
    public static func all(on connection: Connection) throws(SQLiteError) -> [String: String] {
        try connection.dictionary("SELECT key, value FROM settings")
    }

    public static func value(of key: String, on connection: Connection) throws(SQLiteError) -> String? {
        try connection.scalar("SELECT value FROM settings WHERE key = ?", key)
    }

    /// - Parameter values: the new value of each key. A nil value removes the setting. A removed setting is different
    ///   from an empty one.
    /// - Returns: the keys that changed, sorted.
    @discardableResult
    public static func store(
        _ values: [String: String?], in connection: Connection
    ) throws(SQLiteError) -> [String] {
        let present = try all(on: connection)
        var changed: [String] = []
        for (key, value) in values.sorted(by: { $0.key < $1.key }) where present[key] != value {
            changed.append(key)
            if let value {
                try connection.run(
                    """
                    INSERT INTO settings (key, value) VALUES (?, ?)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value
                    """, key, value)
            } else {
                try connection.run("DELETE FROM settings WHERE key = ?", key)
            }
        }
        return changed
    }
}
