internal import CommandKit
internal import JSON
internal import OrderSync
internal import Product
internal import SQLite

/// The command `frontpad-queue resolve`.
enum ResolveCommand {
    private static let sent = Option("--sent", "CRM_ID", "The order is in Frontpad, under this id or number.")
    private static let notSent = Flag("--not-sent", "The order is not in Frontpad: send it now.")

    static let command = Command(
        "resolve", "Say what you found in Frontpad about an order that is in doubt.",
        discussion: [
            "An order is in doubt if its request was sent and no usable answer came. Look for the order in Frontpad by "
                + "phone and total, then say what you found. Only a person decides that an order is sent a second time."
        ],
        parameters: [Console.order, sent, notSent, SharedOptions.json],
        examples: [
            Example("frontpad-queue resolve 125 --sent 1000020", "The order arrived."),
            Example("frontpad-queue resolve 125 --not-sent", "The order did not arrive: send it."),
        ], run: run)

    private static func run(_ input: Input, _ console: Console) throws -> ExitStatus {
        let name = input[Console.order]
        let finding: OrderActions.Finding
        switch (input[sent], input[notSent]) {
        case (let id?, false) where !id.isEmpty: finding = .sent(crmOrderID: id)
        case (nil, true): finding = .notSent
        default: throw CommandError.usage("say what you found: either --sent CRM_ID or --not-sent")
        }
        let (row, resolution) = try console.write { connection -> (JSON.Object?, OrderActions.Resolution) in
            let order = try console.order(name, on: connection)
            let resolution = try OrderActions(queue: console.queue).resolve(order, finding, in: connection)
            return (try OrderRows.read(order, on: connection), resolution)
        }
        let isJSON = input[SharedOptions.json]
        switch resolution {
        case .noSuchOrder: throw CommandError(.failure, "there is no order \(name) in the queue")
        case .refused(let why): throw CommandError(.failure, "order \(name) cannot be resolved: \(why)")
        case .sent where !isJSON: console.print("order \(name) is in Frontpad")
        case .queued(let job) where !isJSON: console.print("order \(name): job \(job) sends it to Frontpad")
        case .sent, .queued: console.print(.object(row ?? [:]))
        }
        return .success
    }
}
