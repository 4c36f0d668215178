internal import CommandKit
internal import Intake
internal import JSON
internal import OrderSync
internal import Product
internal import SQLite

/// The command `frontpad-queue orders`.
enum OrdersCommand {
    private static let state = ChoiceOption("--state", "STATE", "Show only orders in this state.", among: CRMState.self)

    static let command = Command(
        "orders", "List orders, newest first, with their state on the way to Frontpad.",
        parameters: [state, Console.limit, SharedOptions.json],
        examples: [
            Example("frontpad-queue orders", "The newest orders."),
            Example("frontpad-queue orders --state failed", "The orders that did not reach Frontpad."),
        ], run: run)

    private static func run(_ input: Input, _ console: Console) throws -> ExitStatus {
        if input[SharedOptions.json] {
            var last: OrderReference?
            try console.printList(limit: input[Console.limit]) { count in
                let rows = try console.read { connection in
                    try OrderRows.list(state: input[state], limit: count, after: last, on: connection)
                }
                if let row = rows.last { last = OrderRows.reference(of: row) }
                return rows
            }
            return .success
        }
        let limit = input[Console.limit] ?? Console.defaultLimit
        let orders = try console.read { try OrderSummary.list(state: input[state], limit: limit, on: $0) }
        guard !orders.isEmpty else {
            console.print("no such orders")
            return .success
        }
        var table = Table(["id", "num", "status", "crm_state", "crm_order_id", "number", "reason"])
        for order in orders {
            table.add([
                order.uniqueName, order.num ?? "", order.status.map { "\($0)" } ?? "", order.crmState.rawValue,
                order.crmOrderID ?? "", order.crmOrderNumber ?? "", order.reason ?? "",
            ])
        }
        console.print(table)
        console.noteLimit(limit, shown: orders.count)
        return .success
    }
}
