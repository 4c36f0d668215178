internal import CommandKit
internal import JSON
internal import OrderSync
internal import SQLite

/// `frontpad-queue orders`.
struct OrdersCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let limit = try console.limit()
        let state = console.command.value("--state").flatMap(CRMState.init(rawValue:))
        if console.isJSON {
            let rows = try console.read { try OrderRows.list(state: state, limit: limit, on: $0) }
            console.print(.array(rows))
            return .success
        }
        let orders = try console.read { try OrderSummary.list(state: state, limit: limit, on: $0) }
        guard !orders.isEmpty else {
            console.print("no such orders")
            return .success
        }
        var table = Table(["id", "num", "status", "crm_state", "crm_order_id", "number", "reason"])
        for order in orders {
            table.add([
                "\(order.id)", order.num ?? "", order.status.map { "\($0)" } ?? "", order.crmState,
                order.crmOrderID ?? "", order.crmOrderNumber ?? "", order.reason ?? "",
            ])
        }
        console.print(table)
        if orders.count == limit { console.print("… the newest \(limit); --limit N shows more") }
        return .success
    }
}
