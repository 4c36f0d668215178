internal import Frontpad
internal import JobQueue
public import SQLite

/// The breaker of the CRM account: while the CRM refuses everything of it, no order is burnt; one request at a time
/// looks whether that is over, and all others keep their place in the line.
public struct AccountBreaker: Sendable, Hashable {
    static let name = "frontpad"

    /// The reason of a breaker that a doubt has opened: the CRM took an order and gave no answer. Before the next order
    /// goes, a harmless question has to be answered.
    static let noAnswer = "no_answer"

    /// The CRM's code, or ``noAnswer``.
    public let reason: String
    public let openedAt: Int64
    public let lastRefusedAt: Int64
    let secretHash: String
    var code: FrontpadErrorCode { FrontpadErrorCode(reason) }

    /// - Returns: nil where the account is fine.
    public static func read(on connection: Connection) throws(SQLiteError) -> AccountBreaker? {
        try connection.first(
            "SELECT reason, opened_at, last_refused_at, secret_hash FROM breakers WHERE name = ?", name
        ) { row throws(SQLiteError) in
            AccountBreaker(
                reason: try row.get("reason"), openedAt: try row.get("opened_at"),
                lastRefusedAt: try row.get("last_refused_at"), secretHash: try row.get("secret_hash"))
        }
    }

    /// The CRM has refused the account.
    ///
    /// - Returns: whether this opened the breaker, or gave it another reason: then the manager is to be told.
    static func refused(
        reason: String, secret: String, queue: JobQueue, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        let present = try read(on: connection)
        let hash = hash(of: secret)
        let isNews = present?.reason != reason || present?.secretHash != hash
        let now = queue.clock.now()
        try connection.run(
            """
            INSERT INTO breakers (name, reason, opened_at, last_refused_at, secret_hash) VALUES (?1, ?2, ?3, ?3, ?4)
            ON CONFLICT (name) DO UPDATE SET reason = excluded.reason, last_refused_at = excluded.last_refused_at,
                secret_hash = excluded.secret_hash, opened_at = CASE WHEN ?5 THEN excluded.opened_at ELSE opened_at END
            """, name, reason, now, hash, isNews ? 1 : 0)
        try queue.use(AccountBudget.probe, in: connection)
        if FrontpadErrorCode(reason) == .requestsLimit {
            // Somebody else uses the same secret, or the CRM counts otherwise: look-ups wait as well.
            try queue.exhaust(AccountBudget.requests, for: AccountBudget.probeInterval, in: connection)
        }
        return isNews
    }

    /// An order has left and no answer came.
    static func doubted(secret: String, queue: JobQueue, in connection: Connection) throws(SQLiteError) {
        // One that is open for a reason of the CRM's own has the stricter rule.
        guard try read(on: connection) == nil else { return }
        let now = queue.clock.now()
        try connection.run(
            """
            INSERT INTO breakers (name, reason, opened_at, last_refused_at, secret_hash) VALUES (?1, ?2, ?3, ?3, ?4)
            """, name, noAnswer, now, hash(of: secret))
    }

    /// The CRM has answered something of its own accord: the account is fine, and the breaker closes.
    static func answered(queue: JobQueue, in connection: Connection) throws(SQLiteError) {
        try connection.run("DELETE FROM breakers WHERE name = ?", name)
        // Also where a question has closed it before: the order that went after it has spent the probe, and a later
        // doubt would keep everything waiting for the rest of the interval.
        try queue.forgetUses(of: AccountBudget.probe, in: connection)
    }

    /// Whether the breaker concerns this secret: a pause for a bad secret belongs to that secret.
    func concerns(secret: String) -> Bool { secretHash == AccountBreaker.hash(of: secret) }

    /// FNV-1a: enough to notice another secret, and too little to learn this one from.
    static func hash(of secret: String) -> String {
        let hash = secret.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return String(hash, radix: 16)
    }
}
