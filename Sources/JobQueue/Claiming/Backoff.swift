internal import Glibc

/// How long a failed job waits before its next attempt.
public struct Backoff: Sendable {
    /// The delay in milliseconds after the given attempt (1 for the first), with a random number in 0..<1.
    public let delay: @Sendable (_ attempt: Int, _ random: Double) -> Int64

    public init(delay: @escaping @Sendable (_ attempt: Int, _ random: Double) -> Int64) { self.delay = delay }

    /// Starts with `base` and multiplies by `factor` after each attempt, up to `cap`. A random part of up to `jitter` is
    /// added.
    ///
    /// The jitter is added and not subtracted, so a delay is never too short, and delays at the cap are spread too.
    public static func exponential(
        base: Int64 = 5_000, factor: Double = 2, cap: Int64 = 15 * 60_000, jitter: Double = 0.25
    ) -> Backoff {
        Backoff { attempt, random in
            // An infinite growth times a base of 0 would not be a number.
            let growth = min(pow(factor, max(0, Double(attempt) - 1)), .greatestFiniteMagnitude)
            let delay = min(Double(base) * growth, Double(cap))
            return Int64(saturating: delay * (1 + jitter * random))
        }
    }

    /// The same delay each time.
    public static func constant(_ milliseconds: Int64) -> Backoff { Backoff { _, _ in milliseconds } }
}
