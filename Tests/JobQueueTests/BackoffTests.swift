import JobQueue
import Testing

@Suite("Backoff")
struct BackoffTests {
    private let backoff = Backoff.exponential(base: 1000, factor: 3, cap: 20_000, jitter: 0.5)

    @Test(
        "each attempt waits longer than the one before, up to the cap",
        arguments: zip([1, 2, 3, 4, 5, 50, 100_000], [1000, 3000, 9000, 20_000, 20_000, 20_000, 20_000] as [Int64]))
    func growth(attempt: Int, delay: Int64) {
        #expect(backoff.delay(attempt, 0) == delay)
    }

    @Test("jitter only adds to the delay, up to its share, and also at the cap")
    func jitter() {
        #expect(backoff.delay(2, 0.5) == 3750)
        #expect(backoff.delay(2, 1) == 4500)
        #expect(backoff.delay(9, 0.5) == 25_000)
    }

    @Test("an attempt number below one waits like the first attempt")
    func noAttempt() {
        #expect(backoff.delay(0, 0) == 1000)
        #expect(backoff.delay(-3, 0) == 1000)
    }

    @Test("a base above the cap is cut to the cap")
    func baseAboveCap() {
        #expect(Backoff.exponential(base: 500, cap: 100, jitter: 0).delay(1, 0.9) == 100)
    }

    @Test("a constant backoff has neither growth nor jitter")
    func constant() {
        #expect(Backoff.constant(7).delay(1, 0) == 7)
        #expect(Backoff.constant(7).delay(90, 0.99) == 7)
    }
}
