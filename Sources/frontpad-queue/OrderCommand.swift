internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite
internal import Shop

/// The command `frontpad-queue order`.
struct OrderCommand {
    static let command = Command(
        "order", "Show everything that happened to an order.",
        discussion: [
            "The story is in the language of the setting frontpadapi_language. With --json, events have the same names in both "
                + "languages."
        ],
        parameters: [Console.order, SharedOptions.json],
        examples: [Example("frontpad-queue order 2611/5", "Show the history of this order.")]
    ) { try OrderCommand(console: $1).run($0) }

    let console: Console

    private func run(_ input: Input) throws -> ExitStatus {
        let name = input[Console.order]
        let (story, row, language) = try console.read { connection -> (OrderStory?, JSON.Object?, Language) in
            let order = try console.order(name, on: connection)
            return (
                try OrderStory.read(order, queue: console.queue, on: connection),
                try OrderRows.read(order, on: connection), try Settings.read(on: connection).language
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
            show(story, language)
        }
        return .success
    }

    private static func json(_ entry: OrderStory.Entry) -> JSON {
        ["at": .number(entry.at), "event": .string(entry.event), "detail": JSON(entry.detail)]
    }

    private func show(_ story: OrderStory, _ language: Language) {
        let text = OrderStoryText(story, language)
        console.print(text.heading)
        for note in text.notes { console.print("", note, nameWidth: 2) }
        console.print()
        for entry in text.entries { console.print(console.time(entry.at), entry.text, nameWidth: 21) }
        guard !story.jobs.isEmpty else { return }
        console.print()
        var table = Table(text.jobColumns)
        for job in story.jobs {
            table.add([
                "\(job.id)", job.kind, job.state.rawValue, "\(job.attempt)", console.time(job.scheduledAt),
                job.reason ?? "",
            ])
        }
        console.print(table)
    }
}
