internal import CommandKit
internal import JSON
internal import JobQueue
internal import Product

/// The command `frontpad-queue prune`.
enum PruneCommand {
    private static let days = NumberOption(
        "--days", "N", "Delete completed and cancelled jobs that are older. Default: 30.", in: 0...100_000)
    private static let discardedDays = NumberOption(
        "--discarded-days", "N", "Delete discarded jobs that are older. Default: 90.", in: 0...100_000)

    static let command = Command(
        "prune", "Delete old finished jobs, a few at a time.",
        discussion: [
            "Workers do this once an hour with the defaults. Jobs about an order are part of its history and are kept for "
                + "at least 30 days."
        ],
        parameters: [days, discardedDays, SharedOptions.json],
        examples: [Example("frontpad-queue prune --days 7", "Keep one week of the jobs that are not about an order.")],
        run: run)

    private static func run(_ input: Input, _ console: Console) throws -> ExitStatus {
        var retention = Retention()
        if let days = input[days] {
            retention.completed = Int64(days) * Retention.day
            retention.cancelled = retention.completed
        }
        if let days = input[discardedDays] { retention.discarded = Int64(days) * Retention.day }
        let pruned = try console.queue.prune(retention)
        if input[SharedOptions.json] {
            console.print(["pruned": .number(pruned)])
        } else {
            console.print("\(pruned) finished jobs deleted")
        }
        return .success
    }
}
