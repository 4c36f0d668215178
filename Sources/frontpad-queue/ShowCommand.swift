internal import CommandKit
internal import JSON
internal import JobQueue
internal import Product
internal import SQLite

/// The command `frontpad-queue show`.
enum ShowCommand {
    static let command = Command(
        "show", "Show a job with all its attempts.", parameters: [Console.job, SharedOptions.json],
        examples: [Example("frontpad-queue show 17", "Show job 17.")], run: run)

    private static func run(_ input: Input, _ console: Console) throws -> ExitStatus {
        let id = Int64(input[Console.job])
        let (job, attempts) = try console.read { connection in
            (try console.queue.job(id, on: connection), try console.queue.attempts(of: id, on: connection))
        }
        guard let job else { throw CommandError(.failure, "there is no job \(id)") }
        if input[SharedOptions.json] {
            var json = job.json
            json["attempts"] = .array(attempts.map(\.json))
            console.print(.object(json))
        } else {
            show(job, attempts, console)
        }
        return .success
    }

    private static func show(_ job: Job, _ attempts: [Attempt], _ console: Console) {
        func line(_ name: String, _ text: String?) {
            if let text { console.print(name, text, nameWidth: 14) }
        }
        line("job", "\(job.id) \(job.kind)" + (job.subject.map { " (\($0))" } ?? ""))
        line("state", job.state.rawValue + (job.reason.map { ": \($0)" } ?? ""))
        line("queue", "\(job.queue), priority \(job.priority)")
        line("attempts", "\(job.attempt) of at most \(job.maxAttempts)")
        line("worker", job.worker)
        line("inserted_at", console.time(job.insertedAt))
        line("scheduled_at", console.time(job.scheduledAt))
        line("finished_at", job.finishedAt.map(console.time))
        line("args", job.args)
        guard !attempts.isEmpty else { return }
        console.print()
        var table = Table(["attempt", "started_at", "took", "outcome", "error", "worker"])
        for attempt in attempts {
            let took = attempt.endedAt.map { "\($0.saturatingSubtracting(attempt.startedAt)) ms" } ?? "running"
            table.add([
                "\(attempt.attempt)", console.time(attempt.startedAt), took, attempt.outcome?.rawValue ?? "",
                attempt.error ?? "", attempt.worker,
            ])
        }
        console.print(table)
    }
}
