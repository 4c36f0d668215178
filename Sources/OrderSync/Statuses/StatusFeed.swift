internal import Frontpad
public import SQLite
internal import Shop

/// How the CRM's statuses come in, for people.
public struct StatusFeed: Sendable, Hashable {
    /// Statuses of the CRM that came and that `frontpadapi_matched_statuses` does not name, in words.
    public let unmapped: [String]
    /// Events of orders that nobody here knows.
    public let unmatched: Int
    /// Since when the CRM answers no questions for statuses, in milliseconds since 1970; nil where it is asked, or was
    /// never asked.
    public let pollingWithdrawnAt: Int64?

    public static func read(on connection: Connection) throws(SQLiteError) -> StatusFeed {
        let mapping = try Settings.read(on: connection).matchedStatuses
        let seen: [String] = try connection.all("SELECT status FROM unmapped_statuses ORDER BY first_seen_at") {
            row throws(SQLiteError) in try row.get("status")
        }
        let unmapped = seen.map { FrontpadStatus($0) }
            .filter { status in !status.equivalents.contains { mapping.value(forKey: $0) != nil } }
        let unmatched = try connection.scalar(
            "SELECT count(*) FROM crm_events WHERE state = 'unmatched'", as: Int.self)
        return StatusFeed(
            unmapped: unmapped.map(\.words), unmatched: unmatched ?? 0,
            pollingWithdrawnAt: try StatusMethod.withdrawnSince(on: connection))
    }
}
