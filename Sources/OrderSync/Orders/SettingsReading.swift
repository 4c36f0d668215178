internal import Intake
public import SQLite
public import Shop

extension Settings {
    /// Reads the current settings from the database.
    public static func read(on connection: Connection) throws(SQLiteError) -> Settings {
        Settings(try SettingsStore.all(on: connection))
    }

    /// Whether orders are sent when they get a certain status in the shop. In this case a failed order is sent again
    /// when it gets that status again.
    var sendsByStatus: Bool {
        if case .status = self.sendStatus { return true }
        return !self.sendStatuses.isEmpty
    }
}
