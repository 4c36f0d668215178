import Glibc
import TestSupport
import Testing

/// These tests run random lives of an order. The shop changes the order. Hooks come late or twice, in all possible
/// ways. Workers stop and die. The CRM accepts, refuses or does not answer. Persons interfere. In all cases three
/// rules must hold. The CRM gets the order at most once, unless a person asks for more. A cancelled order is not sent.
/// The messages to the shop and the manager are true.
///
/// `FRONTPAD_SEQUENCES` sets the number of sequences, and `FRONTPAD_SEED` sets the first seed. A failure prints its
/// seed and the shortest sequence that still fails.
@Suite("The life of an order", .ownThread) struct OrderLifeTests {
    private static func number(_ name: String, default other: Int) -> Int {
        getenv(name).flatMap { Int(String(cString: $0)) } ?? other
    }
    private static let sequences = number("FRONTPAD_SEQUENCES", default: 20_000)
    /// The number of tests that share the sequences. With several tests, none runs for minutes on a busy machine.
    private static let shares = 10
    private static let seed = number("FRONTPAD_SEED", default: 1)

    @Test("is told truthfully, and it is sent at most once", arguments: [false, true], Array(0..<shares))
    func truthful(sendsAtCreation: Bool, share: Int) async throws {
        let world = try LifeWorld(sendsAtCreation: sendsAtCreation, fault: .none)
        for number in stride(from: share, to: Self.sequences / 2, by: Self.shares) {
            guard let failure = try await Self.failure(seed: Self.seed + number, in: world) else { continue }
            Issue.record("\(failure)")
            return
        }
    }

    @Test(
        "shows a defect in few steps",
        arguments: [
            (.sendsDoubtsAgain, 4), (.ignoresCancellations, 5), (.losesShopUpdates, 4), (.forgetsEdits, 6),
        ] as [(LifeWorld.Fault, Int)])
    func findsFaults(fault: LifeWorld.Fault, longest: Int) async throws {
        let world = try LifeWorld(sendsAtCreation: false, fault: fault)
        for seed in 1...2_000 {
            guard let failure = try await Self.failure(seed: seed, in: world) else { continue }
            #expect(failure.steps.count <= longest, "\(failure)")
            return
        }
        Issue.record("2,000 sequences did not show the defect")
    }

    private struct Failure: CustomStringConvertible {
        let seed: Int
        let steps: [LifeStep]
        let violation: LifeViolation
        var description: String {
            "\(violation) (seed \(seed))\n" + steps.map { "  \($0)" }.joined(separator: "\n")
        }
    }

    /// - Returns: the shortest failing sequence for a seed, or nil if the sequence shows no defect.
    private static func failure(seed: Int, in world: LifeWorld) async throws -> Failure? {
        var generator = SplitMix64(seed: UInt64(bitPattern: Int64(seed)))
        var steps = LifeStep.sequence(using: &generator)
        guard var violation = try await world.live(steps) else { return nil }
        // Leave out one step after another as long as the sequence still fails.
        var index = steps.count - 1
        while index >= 0 {
            var shorter = steps
            shorter.remove(at: index)
            if let same = try await world.live(shorter) {
                (steps, violation) = (shorter, same)
                index = min(index, steps.count)
            }
            index -= 1
        }
        return Failure(seed: seed, steps: steps, violation: violation)
    }
}
