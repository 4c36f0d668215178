internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite

/// `frontpad-enqueue send`.
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
        let (id, result) = try context.writeOrFail { database in
            try database.write { connection -> (Int64?, SendRequest.Result) in
                guard let order = try context.order(name, on: connection) else { return (nil, .noSuchOrder) }
                return (
                    order.order, try SendRequest.make(order, queue: JobQueue(database: database), in: connection)
                )
            }
        }
        switch result {
        case .queued(let job):
            context.print(
                ["id": JSON(id), "sending": "queued", "job": .number(job)],
                or: "order \(name): job \(job) sends it to Frontpad")
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
}
