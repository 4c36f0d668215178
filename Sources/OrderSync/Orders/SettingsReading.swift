internal import Intake
public import SQLite
public import Shop

extension Settings {
    /// The current settings.
    public static func read(on connection: Connection) throws(SQLiteError) -> Settings {
        Settings(try SettingsStore.all(on: connection))
    }
}
