internal import CommandKit
internal import Intake
internal import JSON
internal import OrderSync
internal import Shop

/// The command `frontpad-crm status`.
enum StatusCommand {
    private static let order = Option("--order", "ORDER", "The order's id or number, in the shop or in Frontpad.")
    private static let phone = Option("--phone", "PHONE", "The phone of one of today's orders.")

    static let command = Command(
        "status", "Show the status of an order.",
        discussion: [
            "If the account still answers status requests, the command asks Frontpad. Otherwise it shows the status that "
                + "Frontpad reported last, with its time."
        ],
        parameters: [order, phone],
        examples: [
            Example("frontpad-crm status --order 125", "Look up an order by the shop's id."),
            Example("frontpad-crm status --phone +79123456789 --json", "Look it up by phone, for a program."),
        ], run: run)

    private static func run(_ input: Input, _ context: LookupContext) throws -> ExitStatus {
        let answer: StatusAnswer
        switch (input[order]?.trimmed, input[phone]?.trimmed) {
        case (let name?, nil) where !name.isEmpty:
            answer = try context.find("the order") { try await $0.status(order: name) }
        case (nil, let phone?) where phone.contains(where: \.isNumber):
            answer = try context.find("an order with this phone") { try await $0.status(phone: phone) }
        default: throw CommandError.usage("name the order: either --order ORDER or --phone PHONE")
        }
        if context.isJSON { context.print(answer.json) } else { context.print(answer.pairs) }
        return .success
    }
}

extension StatusAnswer {
    /// The answer as JSON, with the column names of `crm_orders`.
    fileprivate var json: JSON {
        [
            "order_id": JSON(order?.id), "num": JSON(order?.num), "crm_state": JSON(order?.crmState.rawValue),
            "crm_order_id": JSON(order?.crmOrderID), "crm_order_number": JSON(order?.crmOrderNumber),
            "crm_status": JSON(status), "crm_status_name": JSON(statusWords), "crm_status_at": JSON(statusAt),
            "source": .string(source.rawValue),
        ]
    }

    fileprivate var pairs: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if let order {
            pairs.append(("order", order.num.map { "\($0) (id \(order.id))" } ?? "\(order.id)"))
            pairs.append(("in Frontpad", order.crmOrderNumber ?? order.crmOrderID ?? order.crmState.rawValue))
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
