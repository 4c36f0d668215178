internal import CommandKit
internal import JSON
internal import JobQueue
internal import SQLite

/// `frontpad-queue list`.
struct ListCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let command = console.command
        let limit = try console.limit()
        let jobs = try console.read { connection in
            let subject = try command.value("--order").map { "order:\(try console.order($0, on: connection))" }
            let filter = JobFilter(
                state: command.value("--state").flatMap(JobState.init(rawValue:)), kind: command.value("--kind"),
                subject: subject)
            return try console.queue.jobs(filter, limit: limit, on: connection)
        }
        if console.isJSON {
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
        if jobs.count == limit { console.print("… the newest \(limit); --limit N shows more") }
        return .success
    }
}
