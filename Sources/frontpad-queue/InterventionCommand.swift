internal import CommandKit
internal import JSON
internal import JobQueue
internal import OrderSync
internal import SQLite

/// `frontpad-queue retry` and `frontpad-queue cancel`.
struct InterventionCommand {
    enum Wish {
        case retry, cancel
    }

    private let console: Console

    init(_ console: Console) { self.console = console }

    func run(_ wish: Wish) throws -> ExitStatus {
        let id = try console.jobID()
        let (result, job) = try console.write { connection -> (OrderActions.Result, Job?) in
            let actions = OrderActions(queue: console.queue)
            let result =
                switch wish {
                case .retry: try actions.retry(id, in: connection)
                case .cancel: try actions.cancel(id, in: connection)
                }
            guard case .done(let job) = result else { return (result, nil) }
            return (result, try console.queue.job(job, on: connection))
        }
        switch result {
        case .noSuchJob: throw CommandError(.failure, "there is no job \(id)")
        case .refused(let why):
            throw CommandError(.failure, "job \(id) cannot be \(wish == .retry ? "retried" : "cancelled"): \(why)")
        case .done: break
        }
        guard let job else { return .success }
        if console.isJSON {
            console.print(.object(job.json))
        } else {
            let other = job.id == id ? "" : " (it goes on as job \(job.id))"
            let asked = wish == .cancel && job.state == .running ? ", and its worker is asked to stop it" : ""
            console.print("job \(id): \(job.state.rawValue)\(asked)\(other)")
        }
        return .success
    }
}
