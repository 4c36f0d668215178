internal import Intake
public import SQLite
public import Shop

extension Settings {
    /// The settings as they are stored now.
    public static func read(on connection: Connection) throws(SQLiteError) -> Settings {
        Settings(try SettingsStore.all(on: connection))
    }
}
