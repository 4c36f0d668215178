internal import Intake
public import SQLite
public import Shop

extension Settings {
    /// The current settings.
    public static func read(on connection: Connection) throws(SQLiteError) -> Settings {
        Settings(try SettingsStore.all(on: connection))
    }

    /// Whether a status of the shop sends an order, so that a failed order leaves when it gets that status again.
    var sendsByStatus: Bool {
        if case .status = self.sendStatus { return true }
        return !self.sendStatuses.isEmpty
    }
}
