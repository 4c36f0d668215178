internal import Intake
internal import JobQueue
internal import SQLite

/// The secret token of one attempt to send an order. It is 128 random bits as 32 hexadecimal digits. The token is part
/// of the `hook_url` of this attempt. So a webhook with this token proves that the CRM received the attempt.
struct AttemptToken: Sendable, Hashable {
    let text: String

    init(using generator: inout some RandomNumberGenerator) {
        text = (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Makes a token with the system's cryptographic generator.
    static func random() -> AttemptToken {
        var generator = SystemRandomNumberGenerator()
        return AttemptToken(using: &generator)
    }

    /// Stores the token in the transaction that stores the decision to send.
    func store(
        _ reference: OrderReference, claim: Claim, now: Int64, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO send_attempts (order_id, incarnation, job, attempt, token, begun_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET token = excluded.token, begun_at = excluded.begun_at
            """, reference.order, reference.incarnation, claim.job.id, claim.attempt, text, now)
    }
}
