internal import CommandKit
internal import Intake
internal import JSON
internal import SQLite

/// `frontpad-enqueue send`.
struct SendCommand {
    private let context: EnqueueContext

    init(_ context: EnqueueContext) { self.context = context }

    func run(_ command: ParsedCommand) throws -> ExitStatus {
        let name = command.argument(0) ?? ""
        let (id, result) = try context.writeOrFail { database in
            try database.write { connection -> (Int64?, SendRequest.Result) in
                guard let id = try SendRequest.orderID(name, on: connection) else { return (nil, .noSuchOrder) }
                return (id, try SendRequest.make(order: id, in: connection))
            }
        }
        switch result {
        case .queued(let job):
            if command.flag("--json") {
                let json: JSON = ["id": JSON(id), "sending": "queued", "job": .number(job)]
                StandardOutput.write(json.serialized() + "\n")
            } else {
                StandardOutput.write("order \(name): job \(job) sends it to Frontpad\n")
            }
            return .success
        case .alreadySent(let crmID):
            throw CommandError(
                .failure,
                "order \(name) is in Frontpad already" + (crmID.map { " as \($0)" } ?? "") + ": it is not "
                    + "sent again")
        case .sending:
            throw CommandError(.failure, "order \(name) is being sent at this moment")
        case .inDoubt:
            throw CommandError(
                .failure, "order \(name) may be in Frontpad: look there first; frontpad-queue order \(name) tells more")
        case .noSuchOrder:
            throw CommandError(
                .data, "the queue has no document of an order \(name): put it in with frontpad-enqueue order")
        }
    }
}
