internal import Frontpad
public import SQLite
internal import Shop

/// A report for people about how the CRM's statuses arrive.
public struct StatusFeed: Sendable, Hashable {
    /// The received statuses of the CRM that `frontpadapi_matched_statuses` does not map, as text for people.
    public let unmapped: [String]
    /// The number of events for unknown orders.
    public let unmatched: Int
    /// When the CRM stopped answering polls, in milliseconds since 1970, or nil if it still answers or was never
    /// polled.
    public let pollingWithdrawnAt: Int64?

    public static func read(on connection: Connection) throws(SQLiteError) -> StatusFeed {
        let mapping = try Settings.read(on: connection).matchedStatuses
        let seen: [String] = try connection.column("SELECT status FROM unmapped_statuses ORDER BY first_seen_at")
        let unmapped = seen.map { FrontpadStatus($0) }
            .filter { status in !status.equivalents.contains { mapping.value(forKey: $0) != nil } }
        let unmatched = try connection.scalar(
            "SELECT count(*) FROM crm_events WHERE state = 'unmatched'", as: Int.self)
        return StatusFeed(
            unmapped: unmapped.map(\.words), unmatched: unmatched ?? 0,
            pollingWithdrawnAt: try StatusMethod.withdrawnSince(on: connection))
    }
}
