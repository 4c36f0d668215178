internal import Intake
internal import JobQueue
internal import SQLite

/// The secret of one attempt to send an order: 128 random bits as 32 hexadecimal digits. It is part of the attempt's own
/// `hook_url`, and a webhook that has it proves that the CRM got the attempt.
struct AttemptToken: Sendable, Hashable {
    let text: String

    init(using generator: inout some RandomNumberGenerator) {
        text = (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// From the system's cryptographic generator.
    static func random() -> AttemptToken {
        var generator = SystemRandomNumberGenerator()
        return AttemptToken(using: &generator)
    }

    /// Stores it with the commit to send.
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
