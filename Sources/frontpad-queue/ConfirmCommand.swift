internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import SQLite

/// `frontpad-queue confirm`.
struct ConfirmCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let command = console.command
        switch (command.argument(0), command.flag("--all"), command.flag("--none"), command.flag("--hold")) {
        case (nil, false, false, false): return try list()
        case (nil, true, false, false): return try decide(.send)
        case (nil, false, true, false): return try decide(.doubt)
        case (let order?, false, false, let isHeld): return try decide(isHeld ? .doubt : .send, order: order)
        default: throw CommandError.usage("say one thing: --all, --none, ORDER, or ORDER --hold")
        }
    }

    private func list() throws -> ExitStatus {
        let (pause, orders, rows) = try console.read { connection in
            let ids = try Confirmation.waiting(on: connection)
            return (
                try SendingPause.read(on: connection),
                try ids.compactMap { id throws(SQLiteError) in try OrderSummary.read(id, on: connection) },
                try ids.compactMap { id throws(SQLiteError) in try OrderRows.read(id, on: connection) }
            )
        }
        if console.isJSON {
            console.print([
                "paused_since": JSON(pause?.noticedAt), "reason": JSON(pause?.reason),
                "orders": .array(rows.map(JSON.object)),
            ])
            return .success
        }
        if let pause { console.print("sending is paused since \(console.time(pause.noticedAt)): \(pause.reason)") }
        guard !orders.isEmpty else {
            console.print(
                pause == nil
                    ? "nothing waits for a decision"
                    : "no order waits for a decision: frontpad-queue confirm --all lets sending go on")
            return .success
        }
        var table = Table(["order_id", "num", "status", "created_event_at"])
        for order in orders {
            table.add([
                "\(order.id)", order.num ?? "", order.status.map { "\($0)" } ?? "",
                order.createdEventAt.map(console.time) ?? "",
            ])
        }
        console.print(table)
        console.print("look for them in Frontpad by phone and sum; --all sends them, --none puts them in doubt,")
        console.print("ORDER sends one, ORDER --hold puts one in doubt")
        return .success
    }

    private func decide(_ decision: Confirmation.Decision) throws -> ExitStatus {
        let count = try console.write { try Confirmation(queue: console.queue).decide(decision, in: $0) }
        report(["decided": .number(count)], "\(count) orders \(words(decision)); sending goes on")
        return .success
    }

    private func decide(_ decision: Confirmation.Decision, order name: String) throws -> ExitStatus {
        let (id, isDecided) = try console.write { connection in
            let id = try console.order(name, on: connection)
            return (id, try Confirmation(queue: console.queue).decide(decision, order: id, in: connection))
        }
        guard isDecided else { throw CommandError(.failure, "order \(name) waits for no decision") }
        report(["decided": 1, "order_id": .number(id)], "order \(name) \(words(decision)); sending goes on")
        return .success
    }

    private func words(_ decision: Confirmation.Decision) -> String {
        switch decision {
        case .send: "may be sent"
        case .doubt: "in doubt: frontpad-queue resolve says what was found"
        }
    }

    private func report(_ json: JSON, _ line: String) { console.isJSON ? console.print(json) : console.print(line) }
}
