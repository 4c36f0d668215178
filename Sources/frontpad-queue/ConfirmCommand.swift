internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite

/// The command `frontpad-queue confirm`.
struct ConfirmCommand {
    private static let order = OptionalArgument(
        "ORDER", "The id or number of one order that is not in Frontpad. It is then sent.")
    private static let all = Flag("--all", "None of the orders is in Frontpad: send them all.")
    private static let none = Flag("--none", "Any of the orders may be in Frontpad: mark them all as in doubt.")
    private static let hold = Flag("--hold", "With ORDER: it may be in Frontpad, so mark it as in doubt.")

    static let command = Command(
        "confirm", "After a restore: list the unsent orders, and let sending go on.",
        discussion: [
            "A database that was restored, copied or moved starts with sending paused, because its unsent orders may have "
                + "been sent after the copy was made. Look for them in Frontpad. After the first decision new orders are "
                + "sent again; an order from before the restore is sent when you confirm it, also where the shop puts it "
                + "on the trigger status only later.",
            "Without arguments the command lists the orders that wait for a decision.",
        ],
        parameters: [order, all, none, hold, SharedOptions.json],
        examples: [
            Example("frontpad-queue confirm", "List the orders that wait."),
            Example("frontpad-queue confirm 2611/5", "This order is not in Frontpad: send it."),
            Example("frontpad-queue confirm --none", "Decide on each order later, with resolve."),
        ]
    ) { try ConfirmCommand(console: $1, isJSON: $0[SharedOptions.json]).run($0) }

    let console: Console
    let isJSON: Bool

    private func run(_ input: Input) throws -> ExitStatus {
        switch (input[Self.order], input[Self.all], input[Self.none], input[Self.hold]) {
        case (nil, false, false, false): return try list()
        case (nil, true, false, false): return try decide(.send)
        case (nil, false, true, false): return try decide(.doubt)
        case (let order?, false, false, let isHeld): return try decide(isHeld ? .doubt : .send, order: order)
        default: throw CommandError.usage("give one of --all, --none, ORDER, or ORDER --hold")
        }
    }

    private func list() throws -> ExitStatus {
        let (pause, orders, rows) = try console.read { connection in
            let waiting = try Confirmation.waiting(on: connection)
            return (
                try SendingPause.read(on: connection),
                try waiting.compactMap { order throws(SQLiteError) in try OrderSummary.read(order, on: connection) },
                try waiting.compactMap { order throws(SQLiteError) in try OrderRows.read(order, on: connection) }
            )
        }
        if isJSON {
            console.print([
                "paused_since": JSON(pause?.noticedAt), "reason": JSON(pause?.reason),
                "orders": .array(rows.map(JSON.object)),
            ])
            return .success
        }
        if let pause {
            console.print("sending has been paused since \(console.time(pause.noticedAt)): \(pause.reason)")
        }
        guard !orders.isEmpty else {
            console.print(
                pause == nil
                    ? "nothing waits for a decision"
                    : "no order waits for a decision; frontpad-queue confirm --all resumes sending")
            return .success
        }
        var table = Table(["order_id", "num", "status", "created_event_at"])
        for order in orders {
            table.add([
                order.uniqueName, order.num ?? "", order.status.map { "\($0)" } ?? "",
                order.createdEventAt.map(console.time) ?? "",
            ])
        }
        console.print(table)
        console.print("Look for these orders in Frontpad by phone and total. Then:")
        console.print("  frontpad-queue confirm --all           send them all")
        console.print("  frontpad-queue confirm --none          mark them all as in doubt")
        console.print("  frontpad-queue confirm ORDER           send one")
        console.print("  frontpad-queue confirm ORDER --hold    mark one as in doubt")
        return .success
    }

    private func decide(_ decision: Confirmation.Decision) throws -> ExitStatus {
        let count = try console.write { try Confirmation(queue: console.queue).decide(decision, in: $0) }
        report(["decided": .number(count)], "\(count) orders \(words(decision)); sending goes on")
        return .success
    }

    private func decide(_ decision: Confirmation.Decision, order name: String) throws -> ExitStatus {
        let (order, isDecided) = try console.write { connection in
            let order = try console.order(name, on: connection)
            return (order, try Confirmation(queue: console.queue).decide(decision, order, in: connection))
        }
        guard isDecided else { throw CommandError(.failure, "order \(name) does not wait for a decision") }
        report(["decided": 1, "order_id": .number(order.order)], "order \(name) \(words(decision)); sending goes on")
        return .success
    }

    private func words(_ decision: Confirmation.Decision) -> String {
        switch decision {
        case .send: "may be sent"
        case .doubt: "in doubt: say what you find with frontpad-queue resolve"
        }
    }

    private func report(_ json: JSON, _ line: String) { isJSON ? console.print(json) : console.print(line) }
}
