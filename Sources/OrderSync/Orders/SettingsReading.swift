internal import Intake
public import SQLite
public import Shop

extension Settings {
    /// Reads the current settings from the database.
    public static func read(on connection: Connection) throws(SQLiteError) -> Settings {
        Settings(try SettingsStore.all(on: connection))
    }
}
