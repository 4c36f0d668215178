internal import Frontpad
internal import JobQueue
public import SQLite

/// The circuit breaker for the CRM account. While the CRM refuses the whole account, the orders do not fail. They wait
/// in the queue, and one probe at a time checks whether the CRM accepts orders again.
public struct AccountBreaker: Sendable, Hashable, RowDecodable {
    static let name = "frontpad"

    /// The reason of a breaker that an order in doubt has opened. The order's request left, but no answer came. Before
    /// the next order is sent, the CRM has to answer a harmless request.
    static let noAnswer = "no_answer"

    /// The CRM's error code, or ``noAnswer``.
    public let reason: String
    public let openedAt: Int64
    public let lastRefusedAt: Int64
    let secretHash: String
    var code: FrontpadErrorCode { FrontpadErrorCode(reason) }

    public init(_ row: Row) throws(SQLiteError) {
        reason = try row.get("reason")
        openedAt = try row.get("opened_at")
        lastRefusedAt = try row.get("last_refused_at")
        secretHash = try row.get("secret_hash")
    }

    /// - Returns: the open breaker, or nil if the breaker is closed.
    public static func read(on connection: Connection) throws(SQLiteError) -> AccountBreaker? {
        try connection.first(
            "SELECT reason, opened_at, last_refused_at, secret_hash FROM breakers WHERE name = ?", name)
    }

    /// Opens the breaker because the CRM has refused the account.
    ///
    /// - Returns: whether the manager must be told. The manager is told if the breaker was closed before, or was open
    ///   for a different reason or a different secret.
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
            // Another program uses the same secret, or the CRM counts requests differently. Look-ups must wait too.
            try queue.exhaust(AccountBudget.requests, for: AccountBudget.probeInterval, in: connection)
        }
        return isNews
    }

    /// Opens the breaker because an order was sent and no answer came.
    static func doubted(secret: String, queue: JobQueue, in connection: Connection) throws(SQLiteError) {
        // If the CRM's refusal has opened the breaker, that reason stays, because it is stricter.
        guard try read(on: connection) == nil else { return }
        let now = queue.clock.now()
        try connection.run(
            """
            INSERT INTO breakers (name, reason, opened_at, last_refused_at, secret_hash) VALUES (?1, ?2, ?3, ?3, ?4)
            """, name, noAnswer, now, hash(of: secret))
    }

    /// Closes the breaker because the CRM has given an answer that does not refuse the account.
    static func answered(queue: JobQueue, in connection: Connection) throws(SQLiteError) {
        try connection.run("DELETE FROM breakers WHERE name = ?", name)
        // The probe's budget is freed even if the breaker is closed already. Otherwise the probe after the next doubt
        // would have to wait for the rest of the interval.
        try queue.forgetUses(of: AccountBudget.probe, in: connection)
    }

    /// Whether the breaker was opened for this secret. Another secret is not affected.
    func concerns(secret: String) -> Bool { secretHash == AccountBreaker.hash(of: secret) }

    /// A 32-bit FNV-1a hash. It is long enough to notice that the secret has changed. It is too short to reveal the
    /// secret.
    static func hash(of secret: String) -> String {
        let hash = secret.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return String(hash, radix: 16)
    }
}
