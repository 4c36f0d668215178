internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import Product
internal import SQLite

/// The command `frontpad-queue list`.
enum ListCommand {
    private static let state = ChoiceOption("--state", "STATE", "Show only jobs in this state.", among: JobState.self)
    private static let kind = Option("--kind", "KIND", "Show only jobs of this kind, such as send_order.")
    private static let order = Option("--order", "ORDER", "Show only jobs about this order (id or number).")

    static let command = Command(
        "list", "List jobs, newest first.",
        parameters: [state, kind, order, Console.limit, SharedOptions.json],
        examples: [
            Example("frontpad-queue list --state discarded", "The jobs that were given up."),
            Example("frontpad-queue list --order 125", "All jobs of an order."),
        ], run: run)

    private static func run(_ input: Input, _ console: Console) throws -> ExitStatus {
        let filter = try console.read { connection in
            let subject = try input[order].map { try console.order($0, on: connection).subject }
            return JobFilter(state: input[state], kind: input[kind], subject: subject)
        }
        if input[SharedOptions.json] {
            var last = Int64.max
            try console.printList(limit: input[Console.limit]) { count in
                let jobs = try console.read {
                    try console.queue.jobs(filter, limit: count, before: last, on: $0)
                }
                last = jobs.last?.id ?? last
                return jobs.map { .object($0.json) }
            }
            return .success
        }
        let limit = input[Console.limit] ?? Console.defaultLimit
        let jobs = try console.read { try console.queue.jobs(filter, limit: limit, on: $0) }
        guard !jobs.isEmpty else {
            console.print("no such jobs")
            return .success
        }
        var table = Table(["id", "kind", "subject", "state", "att.", "scheduled_at", "reason"])
        for job in jobs {
            table.add([
                "\(job.id)", job.kind, job.subject ?? "", job.state.rawValue, "\(job.attempt)",
                console.time(job.scheduledAt), job.reason ?? "",
            ])
        }
        console.print(table)
        console.noteLimit(limit, shown: jobs.count)
        return .success
    }
}
