internal import Glibc

/// How long a failed job waits before its next attempt.
public struct Backoff: Sendable {
    /// Returns the delay in milliseconds after an attempt. The number of the first attempt is 1. `random` is a random
    /// number in 0..<1.
    public let delay: @Sendable (_ attempt: Int, _ random: Double) -> Int64

    public init(delay: @escaping @Sendable (_ attempt: Int, _ random: Double) -> Int64) { self.delay = delay }

    /// Makes a backoff that starts with `base` and multiplies the delay by `factor` after each attempt, up to `cap`.
    /// It then adds a random part of at most `jitter` times the delay.
    ///
    /// The jitter only lengthens a delay, so no delay is too short. Delays at the cap are spread too.
    public static func exponential(
        base: Int64 = 5_000, factor: Double = 2, cap: Int64 = 15 * 60_000, jitter: Double = 0.25
    ) -> Backoff {
        Backoff { attempt, random in
            // Infinity multiplied by a base of 0 would give NaN.
            let growth = min(pow(factor, max(0, Double(attempt) - 1)), .greatestFiniteMagnitude)
            let delay = min(Double(base) * growth, Double(cap))
            return Int64(saturating: delay * (1 + jitter * random))
        }
    }

    /// Makes a backoff with the same delay after each attempt.
    public static func constant(_ milliseconds: Int64) -> Backoff { Backoff { _, _ in milliseconds } }
}
