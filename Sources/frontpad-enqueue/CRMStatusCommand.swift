internal import CommandKit
internal import Intake
internal import JSON
internal import SQLite
internal import Shop

/// `frontpad-enqueue crm-status`.
struct CRMStatusCommand {
    private let context: EnqueueContext

    init(_ context: EnqueueContext) { self.context = context }

    func run(_ command: ParsedCommand) throws -> ExitStatus {
        let status = (command.argument(0) ?? "").trimmed
        guard !status.isEmpty, status.unicodeScalars.count <= 200 else {
            throw CommandError.usage("STATUS must be a code or a name of a Frontpad status")
        }
        let datetime = try command.value("--at").map { text throws(CommandError) in
            guard let time = LocalTime(text) else {
                throw .usage("--at must be a time such as \"2026-11-25 12:03:00\", not «\(text)»")
            }
            return time.text
        }
        let event: (Connection) throws(SQLiteError) -> CRMEvent?
        switch (command.value("--order"), command.value("--crm-order")) {
        case (let name?, nil):
            event = { connection throws(SQLiteError) in
                guard let id = try SendRequest.orderID(name, on: connection),
                    try connection.scalar("SELECT 1 FROM crm_orders WHERE order_id = ?", id, as: Int.self) != nil
                else { return nil }
                return CRMEvent(source: .command, orderID: id, status: status, datetime: datetime)
            }
        case (nil, let crmOrderID?) where !crmOrderID.isEmpty:
            event = { _ in
                CRMEvent(source: .command, crmOrderID: crmOrderID, status: status, datetime: datetime)
            }
        default: throw CommandError.usage("name the order: either --order ID or --crm-order ID")
        }
        let id = try context.writeOrFail { database in
            try database.write { connection in try event(connection)?.store(in: connection) }
        }
        guard let id else {
            throw CommandError(.data, "the queue knows no order \(command.value("--order") ?? "")")
        }
        let json: JSON = ["event": .number(id)]
        StandardOutput.write(
            (command.flag("--json")
                ? json.serialized() : DisplayText.oneLine("event \(id): status \(status) is stored"))
                + "\n")
        return .success
    }
}
