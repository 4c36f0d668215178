internal import CommandKit
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite

/// The command `frontpad-queue retry`.
enum RetryCommand {
    static let command = Command(
        "retry", "Run a job again now.",
        discussion: [
            "The job may be waiting for its next attempt, or may have been discarded or cancelled. The command refuses a "
                + "job whose order is in Frontpad or may be."
        ],
        parameters: [Console.job, SharedOptions.json],
        examples: [Example("frontpad-queue retry 17", "Run job 17 again.")]
    ) { try Intervention(console: $1).run(.retry, $0) }
}

/// The command `frontpad-queue cancel`.
enum CancelCommand {
    static let command = Command(
        "cancel", "Cancel a job. If it is running, its worker is asked to stop it.",
        discussion: [
            "An order whose sending is cancelled counts as failed; frontpad-enqueue send sends it after all. The command "
                + "refuses a job whose order is being sent at this moment."
        ],
        parameters: [Console.job, SharedOptions.json],
        examples: [Example("frontpad-queue cancel 17", "Cancel job 17.")]
    ) { try Intervention(console: $1).run(.cancel, $0) }
}

private struct Intervention {
    enum Action {
        case retry, cancel
    }

    let console: Console

    func run(_ action: Action, _ input: Input) throws -> ExitStatus {
        let id = Int64(input[Console.job])
        let (result, job) = try console.write { connection -> (OrderActions.Result, Job?) in
            let actions = OrderActions(queue: console.queue)
            let result =
                switch action {
                case .retry: try actions.retry(id, in: connection)
                case .cancel: try actions.cancel(id, in: connection)
                }
            guard case .done(let job) = result else { return (result, nil) }
            return (result, try console.queue.job(job, on: connection))
        }
        switch result {
        case .noSuchJob: throw CommandError(.failure, "there is no job \(id)")
        case .refused(let why):
            throw CommandError(.failure, "job \(id) cannot be \(action == .retry ? "retried" : "cancelled"): \(why)")
        case .done: break
        }
        guard let job else { return .success }
        if input[SharedOptions.json] {
            console.print(.object(job.json))
        } else {
            let successor = job.id == id ? "" : " (continued as job \(job.id))"
            let isAsked = action == .cancel && job.state == .running
            console.print(
                "job \(id): \(job.state.rawValue)\(isAsked ? ", and its worker is asked to stop it" : "")\(successor)")
        }
        return .success
    }
}
