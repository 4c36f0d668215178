internal import SQLite

/// Limits the look-ups of clients, certificates and statuses that people and pages request. The CRM forbids trying out
/// many values one after another, and it can ban the IP address for it (API facts, sections 3 and 4).
enum LookupRateLimit {
    /// The number of look-ups that are allowed for the same key within ``keyWindow``. A buyer who makes a typing
    /// mistake needs two or three tries.
    static let perKey = 3
    static let keyWindow: Int64 = 10 * 60_000
    /// The number of look-ups that are allowed within a minute for all keys together.
    static let perMinute = 10
    private static let minute: Int64 = 60_000
    private static let kept: Int64 = 3_600_000

    /// Counts a look-up if it is within both limits. This function must run inside the caller's transaction.
    ///
    /// - Parameter key: the kind and the value of the look-up, such as "phone:79120000001". Only a hash of the key is
    ///   stored.
    /// - Returns: nil if the look-up is allowed. Otherwise the time until the next try, in milliseconds.
    static func admit(_ key: String, now: Int64, in connection: Connection) throws(SQLiteError) -> Int64? {
        // A row with a time in the future is left over from before the clock was set back.
        try connection.run("DELETE FROM lookups WHERE at < ? OR at > ?", now - kept, now)
        if let wait = try wait(key, now: now, on: connection) { return wait }
        try connection.run(
            "INSERT INTO lookups (key_hash, at) VALUES (?, ?)", try hash(of: key, on: connection), now)
        return nil
    }

    private struct Lookup: RowDecodable {
        let hash: Int64
        let at: Int64

        init(_ row: Row) throws(SQLiteError) {
            hash = try row.get("key_hash")
            at = try row.get("at")
        }
    }

    /// Checks the limits without counting the look-up.
    ///
    /// - Returns: nil if the look-up is allowed. Otherwise the time until the next try, in milliseconds.
    static func wait(_ key: String, now: Int64, on connection: Connection) throws(SQLiteError) -> Int64? {
        let hash = try hash(of: key, on: connection)
        let lookups = try connection.all(
            "SELECT key_hash, at FROM lookups WHERE at > ? AND at <= ? ORDER BY at", now - keyWindow, now,
            as: Lookup.self)
        let same = lookups.filter { $0.hash == hash }.map(\.at)
        if same.count >= perKey { return same[same.count - perKey] + keyWindow - now }
        let recent = lookups.filter { $0.at > now - minute }.map(\.at)
        return recent.count >= perMinute ? recent[recent.count - perMinute] + minute - now : nil
    }

    /// An FNV-1a hash with the database's salt, reduced to 24 bits. Hundreds of phone numbers have the same hash, so a
    /// hash reveals none of them. Two keys of the same hour rarely have the same hash.
    private static func hash(of key: String, on connection: Connection) throws(SQLiteError) -> Int64 {
        let salt: Int64 = try connection.scalar("SELECT salt FROM lookup_salt") ?? 0
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bitPattern: salt)
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
        return Int64((hash ^ (hash >> 32)) & 0xFF_FFFF)
    }
}
