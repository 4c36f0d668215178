internal import CommandKit
internal import Intake
internal import JSON
internal import SQLite
internal import Shop

/// The command `frontpad-enqueue crm-status`.
enum CRMStatusCommand {
    private static let status = Argument("STATUS", "The code or name of the status in Frontpad.")
    private static let order = Option("--order", "ORDER", "The order's id or number in the shop.")
    private static let crmOrder = Option("--crm-order", "ID", "The order's API id in Frontpad.")
    private static let at = Option(
        "--at", "TIME", "When it changed, by the kitchen's clock: \"2026-11-25 12:03:00\". Default: now.")

    static let command = Command(
        "crm-status", "Take in the status that an order has in Frontpad.",
        discussion: ["It has the effect of a webhook: frontpadapi_matched_statuses says which status the shop gets."],
        parameters: [status, order, crmOrder, at],
        examples: [
            Example("frontpad-enqueue crm-status --order 125 10", "Order 125 is done."),
            Example("frontpad-enqueue crm-status --crm-order 1000020 \"В пути\"", "The order is on its way."),
        ], run: run)

    private static func run(_ input: Input, _ context: EnqueueContext) throws -> ExitStatus {
        let status = input[status].trimmed
        guard !status.isEmpty, status.unicodeScalars.count <= 200 else {
            throw CommandError.usage("STATUS must be the code or name of a status in Frontpad")
        }
        let datetime = try input[at].map { text throws(CommandError) in
            guard let time = LocalTime(text) else {
                throw .usage("--at must be a time such as \"2026-11-25 12:03:00\", not «\(text)»")
            }
            return time.text
        }
        let event: (Connection) throws -> CRMEvent?
        switch (input[order], input[crmOrder]) {
        case (let name?, nil):
            event = { connection in
                guard let order = try context.order(name, on: connection) else { return nil }
                return CRMEvent(
                    source: .command, orderID: order.order, incarnation: order.incarnation, status: status,
                    datetime: datetime)
            }
        case (nil, let crmOrderID?) where !crmOrderID.isEmpty:
            event = { _ in
                CRMEvent(source: .command, crmOrderID: crmOrderID, status: status, datetime: datetime)
            }
        default: throw CommandError.usage("name the order: either --order ORDER or --crm-order ID")
        }
        let id = try context.writeOrFail { database in
            try database.write { connection in try event(connection)?.store(in: connection) }
        }
        guard let id else {
            throw CommandError(.data, "there is no order \(input[order] ?? "") in the queue")
        }
        context.print(["event": .number(id)], or: "event \(id): status \(status) is stored")
        return .success
    }
}
