internal import SQLite

/// Limits look-ups of clients, certificates and statuses from outside. The CRM forbids enumeration and can ban the address
/// for it (API facts, sections 3 and 4).
enum LookupRateLimit {
    /// How often the same key may be looked up within ``keyWindow``. A buyer who mistypes needs two or three tries.
    static let perKey = 3
    static let keyWindow: Int64 = 10 * 60_000
    /// How many look-ups are allowed within a minute, over all keys.
    static let perMinute = 10
    private static let minute: Int64 = 60_000
    private static let kept: Int64 = 3_600_000

    /// Counts a look-up if it is within both limits. Must run inside the caller's transaction.
    ///
    /// - Parameter key: kind and value, such as "phone:79120000001". Only a hash of it is stored.
    /// - Returns: nil if the look-up is allowed; otherwise the time until the next try, in milliseconds.
    static func admit(_ key: String, now: Int64, in connection: Connection) throws(SQLiteError) -> Int64? {
        // A time in the future comes from a clock that has been set back.
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

    /// The same without counting.
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

    /// FNV-1a with the database's salt, cut to 24 bits. Hundreds of phones share each value, so it reveals none of them. Two
    /// keys of the same hour rarely share one.
    private static func hash(of key: String, on connection: Connection) throws(SQLiteError) -> Int64 {
        let salt: Int64 = try connection.scalar("SELECT salt FROM lookup_salt") ?? 0
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(bitPattern: salt)
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
        return Int64((hash ^ (hash >> 32)) & 0xFF_FFFF)
    }
}
