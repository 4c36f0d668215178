internal import CommandKit
internal import JSON
internal import JobQueue

/// `frontpad-queue prune`.
struct PruneCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        var retention = Retention()
        if let days = try console.command.integer("--days", in: 0...100_000) {
            let age = Int64(days) * Retention.day
            retention.completed = age
            retention.cancelled = age
        }
        if let days = try console.command.integer("--discarded-days", in: 0...100_000) {
            retention.discarded = Int64(days) * Retention.day
        }
        let pruned = try console.queue.prune(retention)
        if console.isJSON {
            console.print(["pruned": .number(pruned)])
        } else {
            console.print("\(pruned) finished jobs are gone")
        }
        return .success
    }
}
