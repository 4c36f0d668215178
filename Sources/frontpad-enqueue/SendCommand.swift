internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite

/// The command `frontpad-enqueue send`.
enum SendCommand {
    private static let order = Argument("ORDER", "The order's id or number in the shop.")

    static let command = Command(
        "send", "Send an order now, whatever its status in the shop.",
        discussion: [
            "For an order that failed or was not meant to be sent. An order that is in Frontpad, or may be, is not sent."
        ],
        parameters: [order],
        examples: [
            Example("frontpad-enqueue send 125", "Send the order with the id 125."),
            Example("frontpad-enqueue send 2611/5", "Send the order with this number."),
        ], run: run)

    private static func run(_ input: Input, _ context: EnqueueContext) throws -> ExitStatus {
        let name = input[order]
        let (id, result, pause) = try context.writeOrFail { database in
            try database.write { connection -> (Int64?, SendRequest.Result, String?) in
                guard let order = try context.order(name, on: connection) else { return (nil, .noSuchOrder, nil) }
                let queue = JobQueue(database: database)
                let result = try SendRequest.make(order, queue: queue, in: connection)
                guard case .queued(let job) = result else { return (order.order, result, nil) }
                return (order.order, result, try reasonToWait(of: job, queue, on: connection))
            }
        }
        switch result {
        case .queued(let job):
            context.print(
                ["id": JSON(id), "sending": "queued", "job": .number(job), "paused": JSON(pause)],
                or: "order \(name): job \(job) "
                    + (pause.map { "waits, because sending is paused: \($0)" } ?? "sends it to Frontpad"))
            return .success
        case .alreadySent(let crmID):
            throw CommandError(
                .failure,
                "order \(name) is already in Frontpad" + (crmID.map { " as \($0)" } ?? "") + " and is not sent again")
        case .sending:
            throw CommandError(.failure, "order \(name) is being sent at this moment")
        case .inDoubt:
            throw CommandError(
                .failure, "order \(name) may be in Frontpad: look for it there first (see frontpad-queue order \(name))"
            )
        case .noSuchOrder:
            throw CommandError(
                .data, "there is no document of order \(name) in the queue: put it in with frontpad-enqueue order")
        }
    }

    /// Returns why a queued job does not start and what a person can do about it, or nil if the job starts.
    private static func reasonToWait(
        of job: Int64, _ queue: JobQueue, on connection: Connection
    ) throws(SQLiteError) -> String? {
        if let pause = try SendingPause.read(on: connection) {
            return "\(pause.reason) (see frontpad-queue confirm)"
        }
        let name = try queue.job(job, on: connection)?.queue
        guard let control = try queue.controls(on: connection).first(where: { $0.queue == name }),
            let pause = control.pause
        else { return nil }
        return "\(pause.reason) (frontpad-queue resume \(control.queue) lets it go on)"
    }
}
