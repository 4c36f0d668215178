internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite

/// `frontpad-queue order`.
struct OrderCommand {
    static let command = Command(
        "order", "Show everything that happened to an order.", parameters: [Console.order, SharedOptions.json],
        examples: [Example("frontpad-queue order 2611/5", "Show the history of this order.")]
    ) { try OrderCommand(console: $1).run($0) }

    let console: Console

    private func run(_ input: Input) throws -> ExitStatus {
        let name = input[Console.order]
        let (story, row) = try console.read { connection -> (OrderStory?, JSON.Object?) in
            let order = try console.order(name, on: connection)
            return (
                try OrderStory.read(order, queue: console.queue, on: connection),
                try OrderRows.read(order, on: connection)
            )
        }
        guard let story, let row else { throw CommandError(.failure, "there is no order \(name) in the queue") }
        if input[SharedOptions.json] {
            var json = row
            json["crm_order_ids"] = .array(story.crmOrderIDs.map(JSON.string))
            json["events"] = .array(story.entries.map(OrderCommand.json))
            json["jobs"] = .array(story.jobs.map { .object($0.json) })
            console.print(.object(json))
        } else {
            show(story)
        }
        return .success
    }

    private static func json(_ entry: OrderStory.Entry) -> JSON {
        ["at": .number(entry.at), "event": .string(entry.event), "detail": JSON(entry.detail)]
    }

    private func show(_ story: OrderStory) {
        let order = story.order
        let name = order.num.map { "order \(order.uniqueName) (\($0))" } ?? "order \(order.uniqueName)"
        var state = order.crmState.rawValue
        if let id = order.crmOrderID { state += ", CRM id \(id)" }
        if let number = order.crmOrderNumber { state += ", No. \(number)" }
        console.print("\(name): \(state)")
        if story.crmOrderIDs.count > 1 {
            console.print("", "ids in Frontpad: \(story.crmOrderIDs.joined(separator: ", "))", nameWidth: 2)
        }
        if let reason = order.reason { console.print("", reason, nameWidth: 2) }
        if order.isArchived {
            console.print("", "the shop has used its id again: order \(order.id) is another one now", nameWidth: 2)
        }
        if order.cancelledAt != nil { console.print("", "the order was cancelled in the shop", nameWidth: 2) }
        if order.status == nil, order.cancelledAt == nil {
            console.print("", "the order was removed in the shop", nameWidth: 2)
        }
        console.print()
        for entry in story.entries {
            let detail = entry.detail.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
            console.print(console.time(entry.at), entry.event + detail, nameWidth: 21)
        }
        guard !story.jobs.isEmpty else { return }
        console.print()
        var table = Table(["job", "kind", "state", "attempt", "scheduled_at", "reason"])
        for job in story.jobs {
            table.add([
                "\(job.id)", job.kind, job.state.rawValue, "\(job.attempt)", console.time(job.scheduledAt),
                job.reason ?? "",
            ])
        }
        console.print(table)
    }
}
