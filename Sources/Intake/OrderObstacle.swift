internal import SQLite

/// What keeps an unsent order from being sent: a row of the view `order_obstacles`.
struct OrderObstacle: RowDecodable {
    enum Kind: String, CaseIterable, ColumnReadable {
        /// It was cancelled or removed in the shop.
        case cancelled
        case waitsForSettings = "waits_for_settings"
        case unusableSetting = "unusable_setting"
        case notCreatedHere = "not_created_here"
        case waitsForStatus = "waits_for_status"
        case madeBeforeInstallation = "made_before_installation"
        case reachedStatusBefore = "reached_status_before"
    }

    /// nil: nothing.
    let kind: Kind?
    /// nil where the settings have not arrived; empty where orders are sent at their creation.
    let triggerStatus: String?

    init(_ row: Row) throws(SQLiteError) {
        kind = try row.get("obstacle")
        triggerStatus = try row.get("trigger_status")
    }
}
