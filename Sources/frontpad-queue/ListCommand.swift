internal import CommandKit
internal import JSON
internal import JobQueue
internal import Product
internal import SQLite

/// `frontpad-queue list`.
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
        let limit = input[Console.limit]
        let jobs = try console.read { connection in
            let subject = try input[order].map { "order:\(try console.order($0, on: connection))" }
            let filter = JobFilter(state: input[state], kind: input[kind], subject: subject)
            return try console.queue.jobs(filter, limit: limit, on: connection)
        }
        if input[SharedOptions.json] {
            console.print(.array(jobs.map { .object($0.json) }))
            return .success
        }
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
