/// How long a failed job waits before its next attempt.
public struct Backoff: Sendable {
    /// The delay in milliseconds after the given attempt (1 for the first), with a random number in 0..<1.
    public let delay: @Sendable (_ attempt: Int, _ random: Double) -> Int64

    public init(delay: @escaping @Sendable (_ attempt: Int, _ random: Double) -> Int64) { self.delay = delay }

    /// `base`, then `factor` times as long after each attempt, at most `cap`; plus up to a `jitter` part of it.
    ///
    /// The jitter is added, so that a delay is never shorter than it says and those at the cap are spread as well.
    public static func exponential(
        base: Int64 = 5_000, factor: Double = 2, cap: Int64 = 15 * 60_000, jitter: Double = 0.25
    ) -> Backoff {
        Backoff { attempt, random in
            var delay = Double(base)
            for _ in 1..<max(1, attempt) where delay < Double(cap) { delay *= factor }
            delay = min(delay, Double(cap))
            return Int64(delay * (1 + jitter * random))
        }
    }

    /// The same delay each time.
    public static func constant(_ milliseconds: Int64) -> Backoff { Backoff { _, _ in milliseconds } }
}
