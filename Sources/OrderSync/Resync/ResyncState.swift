internal import JobQueue
internal import SQLite

/// The state of the comparison with the shop. It is the only row of `resync`.
struct ResyncState: RowDecodable {
    /// The longest period for which the shop is asked, in milliseconds. With a longer period, orders from a longer
    /// outage are found. With a shorter period, the shop has less work after an outage.
    private static let longestWindow: Int64 = 7 * 86_400_000
    /// How far a comparison reaches back before the start of the last one, in milliseconds. The overlap is needed
    /// because an order may get its status late.
    private static let overlap: Int64 = 3_600_000
    /// The pauses after a failure of the command, in milliseconds. `unknown` applies if the command has never
    /// answered, and `known` applies if it has.
    private static let pauses: (unknown: Int64, known: Int64) = (86_400_000, 3_600_000)
    /// The maximum age of a running comparison, in milliseconds. An older comparison starts again from the beginning.
    private static let longestComparison: Int64 = 3_600_000

    /// The command that was asked last, or nil if none was asked yet.
    let command: String?
    /// When the last complete comparison began, in milliseconds since 1970.
    let comparedAt: Int64?
    /// When the command failed. This and ``failure`` are nil if the command has answered since.
    let failedAt: Int64?
    let failure: String?
    private let installedAt: Int64
    private let beganAt: Int64?
    private let since: Int64?
    private let afterID: Int64?

    init(_ row: Row) throws(SQLiteError) {
        command = try row.get("command")
        comparedAt = try row.get("compared_at")
        failedAt = try row.get("failed_at")
        failure = try row.get("failure")
        installedAt = try row.get("installed_at")
        beganAt = try row.get("began_at")
        since = try row.get("since")
        afterID = try row.get("after_id")
    }

    private init(installedAt: Int64) {
        (command, comparedAt, failedAt, failure) = (nil, nil, nil, nil)
        self.installedAt = installedAt
        (beganAt, since, afterID) = (nil, nil, nil)
    }

    static func read(on connection: Connection) throws(SQLiteError) -> ResyncState {
        try connection.first("SELECT resync.*, installed_at FROM resync, installation")
            ?? ResyncState(installedAt: 0)
    }

    /// Whether the command may be asked now.
    func isDue(command: String, now: Int64) -> Bool {
        guard command == self.command, let failedAt else { return true }
        let pause = comparedAt == nil ? ResyncState.pauses.unknown : ResyncState.pauses.known
        return !(0..<pause).contains(now.saturatingSubtracting(failedAt))
    }

    /// A running comparison. It asks for the orders in portions, sorted by their ids.
    struct Comparison: Sendable, Hashable {
        let beganAt: Int64
        /// The comparison asks for orders that were created at this time or later, in milliseconds since 1970.
        let since: Int64
        /// The shop's id of the last order in the previous portion, or nil for the first portion.
        let afterID: Int64?
    }

    /// Continues the running comparison, or begins a new one.
    static func begin(
        command: String, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> Comparison {
        var state = try read(on: connection)
        if state.command != command {
            // Another command may belong to another shop, so everything that is known about the old one is deleted.
            try connection.run(
                """
                UPDATE resync SET command = ?, compared_at = NULL, began_at = NULL, since = NULL, after_id = NULL,
                    failed_at = NULL, failure = NULL
                """, command)
            state = try read(on: connection)
        }
        if let beganAt = state.beganAt, let since = state.since,
            (0..<longestComparison).contains(now.saturatingSubtracting(beganAt))
        {
            return Comparison(beganAt: beganAt, since: since, afterID: state.afterID)
        }
        let last = state.comparedAt.map { min($0, now).saturatingSubtracting(overlap) } ?? 0
        // Orders from before the installation are not sent. If the clock was ahead at the installation, the time of
        // the installation must not hide orders.
        let installed = min(state.installedAt, now.saturatingSubtracting(overlap))
        let since = max(last, installed, now.saturatingSubtracting(longestWindow))
        try connection.run("UPDATE resync SET began_at = ?, since = ?, after_id = NULL", now, since)
        return Comparison(beganAt: now, since: since, afterID: nil)
    }

    /// Records that a portion is done and that more orders follow.
    static func advance(to lastID: Int64, in connection: Connection) throws(SQLiteError) {
        try connection.run("UPDATE resync SET after_id = ?, failed_at = NULL, failure = NULL", lastID)
    }

    static func complete(_ comparison: Comparison, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE resync SET compared_at = ?, began_at = NULL, since = NULL, after_id = NULL, failed_at = NULL,
                failure = NULL
            """, comparison.beganAt)
    }

    static func fail(_ failure: String, now: Int64, in connection: Connection) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE resync SET began_at = NULL, since = NULL, after_id = NULL, failed_at = ?, failure = ?
            """, now, failure)
    }
}
