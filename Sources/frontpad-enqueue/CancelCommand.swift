internal import CommandKit
internal import Intake
internal import JSON
internal import SQLite

/// The command `frontpad-enqueue cancel`.
enum CancelCommand {
    private static let order = Argument("ORDER", "The order's id or number in the shop.")

    static let command = Command(
        "cancel", "Do not send an order any more.",
        discussion: [
            "For an order that was cancelled in the shop before it was sent. Frontpad has no way to cancel an order that it "
                + "has: then the command asks the manager to cancel it there, and ends with 1. frontpad-enqueue send "
                + "sends a cancelled order after all."
        ],
        parameters: [order],
        examples: [Example("frontpad-enqueue cancel 2611/5", "Do not send the order with this number.")], run: run)

    private static func run(_ input: Input, _ context: EnqueueContext) throws -> ExitStatus {
        let name = input[order]
        let (id, result) = try context.writeOrFail { database in
            try database.write { connection -> (Int64?, CancelRequest.Result) in
                guard let order = try context.order(name, on: connection) else { return (nil, .noSuchOrder) }
                return (order.order, try CancelRequest.make(order, in: connection))
            }
        }
        switch result {
        case .cancelled, .alreadyCancelled:
            context.print(
                ["id": JSON(id), "cancelled": .bool(true)], or: "order \(name) is cancelled: it is not sent to Frontpad"
            )
            return .success
        case .tellManager(let state):
            let place = state == .sent ? "is in Frontpad already" : "may be in Frontpad already"
            throw CommandError(.failure, "order \(name) \(place): cancel it there; the manager gets a message about it")
        case .noSuchOrder: throw CommandError(.data, "there is no order \(name) in the queue")
        }
    }
}
