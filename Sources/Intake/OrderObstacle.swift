internal import SQLite

/// The reason why an unsent order must not be sent yet. It is a row of the view `order_obstacles`.
struct OrderObstacle: RowDecodable {
    enum Kind: String, CaseIterable, ColumnReadable {
        /// The order was cancelled or deleted in the shop.
        case cancelled
        case waitsForSettings = "waits_for_settings"
        case unusableSetting = "unusable_setting"
        case notCreatedHere = "not_created_here"
        case waitsForStatus = "waits_for_status"
        case madeBeforeInstallation = "made_before_installation"
        case reachedStatusBefore = "reached_status_before"
    }

    /// The reason, or nil if nothing prevents sending.
    let kind: Kind?
    /// The value of the setting `frontpadapi_send_status`. It is nil if the settings have not arrived yet, and empty
    /// if orders are sent when they are created.
    let triggerStatus: String?

    init(_ row: Row) throws(SQLiteError) {
        kind = try row.get("obstacle")
        triggerStatus = try row.get("trigger_status")
    }
}
