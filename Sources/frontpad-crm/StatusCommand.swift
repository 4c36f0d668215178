internal import CommandKit
internal import JSON
internal import OrderSync
internal import Shop

/// `frontpad-crm status`.
struct StatusCommand {
    private let context: LookupContext

    init(_ context: LookupContext) { self.context = context }

    func run() throws -> ExitStatus {
        let answer: StatusAnswer
        switch (context.command.value("--order")?.trimmed, context.command.value("--phone")?.trimmed) {
        case (let name?, nil) where !name.isEmpty:
            answer = try context.find("the order") { try await $0.status(order: name) }
        case (nil, let phone?) where phone.contains(where: \.isNumber):
            answer = try context.find("an order under this phone") { try await $0.status(phone: phone) }
        default: throw CommandError.usage("name the order: either --order ID or --phone PHONE")
        }
        if context.isJSON { context.print(answer.json) } else { context.print(answer.pairs) }
        return .success
    }
}

extension StatusAnswer {
    /// Under the column names of `crm_orders`.
    fileprivate var json: JSON {
        [
            "order_id": JSON(order?.id), "num": JSON(order?.num), "crm_state": JSON(order?.crmState),
            "crm_order_id": JSON(order?.crmOrderID), "crm_order_number": JSON(order?.crmOrderNumber),
            "crm_status": JSON(status), "crm_status_name": JSON(statusWords), "crm_status_at": JSON(statusAt),
            "source": .string(source.rawValue),
        ]
    }

    fileprivate var pairs: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if let order {
            pairs.append(("order", order.num.map { "\($0) (id \(order.id))" } ?? "\(order.id)"))
            pairs.append(("in Frontpad", order.crmOrderNumber ?? order.crmOrderID ?? order.crmState))
        }
        pairs.append(("status", statusWords ?? "none yet"))
        switch source {
        case .crm: pairs.append(("as of", "now"))
        case .local:
            if let statusAt {
                pairs.append(("as of", LocalTime(milliseconds: statusAt, in: .machine).text))
            }
        }
        return pairs
    }
}
