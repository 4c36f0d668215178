internal import Frontpad
public import SQLite
internal import Shop

/// Remembers whether the account has the method `get_status`. The CRM has withdrawn this method. New accounts answer
/// `invalid_method`, but older accounts still have the method (API facts, section 1, Methods). The first such answer
/// switches polling off for the account, and the manager is told once.
public enum StatusMethod {
    /// The name of the row in `breakers` for this method.
    private static let name = "get_status"

    /// Returns the time when the account first answered that the method is withdrawn, in milliseconds since 1970.
    /// Returns nil if the account has not answered that.
    public static func withdrawnSince(on connection: Connection) throws(SQLiteError) -> Int64? {
        let settings = try Settings.read(on: connection)
        guard let secret = Secret.find(settings) else { return nil }
        return try withdrawnSince(secret: secret, on: connection)
    }

    static func withdrawnSince(secret: String, on connection: Connection) throws(SQLiteError) -> Int64? {
        // Another secret may belong to another account.
        try connection.scalar(
            "SELECT opened_at FROM breakers WHERE name = ? AND secret_hash = ?", name, AccountBreaker.hash(of: secret))
    }

    /// Records that the CRM has answered `invalid_method`.
    ///
    /// - Returns: whether this is new. If it is, the manager must be told.
    static func noteWithdrawn(
        secret: String, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        let isNews = try withdrawnSince(secret: secret, on: connection) == nil
        try connection.run(
            """
            INSERT INTO breakers (name, reason, opened_at, last_refused_at, secret_hash) VALUES (?1, ?2, ?3, ?3, ?4)
            ON CONFLICT (name) DO UPDATE SET reason = excluded.reason, last_refused_at = excluded.last_refused_at,
                secret_hash = excluded.secret_hash,
                opened_at = CASE WHEN ?5 THEN excluded.opened_at ELSE opened_at END
            """, name, FrontpadErrorCode.invalidMethod.text, now, AccountBreaker.hash(of: secret), isNews ? 1 : 0)
        return isNews
    }
}
