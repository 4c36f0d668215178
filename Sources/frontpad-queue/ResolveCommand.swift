internal import CommandKit
internal import JSON
internal import OrderSync
internal import SQLite

/// `frontpad-queue resolve`.
struct ResolveCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let name = console.command.argument(0) ?? ""
        let finding: OrderActions.Finding
        switch (console.command.value("--sent"), console.command.flag("--not-sent")) {
        case (let id?, false) where !id.isEmpty: finding = .sent(crmOrderID: id)
        case (nil, true): finding = .notSent
        default: throw CommandError.usage("say what you found: either --sent CRM_ID or --not-sent")
        }
        let (row, resolution) = try console.write { connection -> (JSON.Object?, OrderActions.Resolution) in
            let id = try console.order(name, on: connection)
            let resolution = try OrderActions(queue: console.queue).resolve(order: id, finding, in: connection)
            return (try OrderRows.read(id, on: connection), resolution)
        }
        switch resolution {
        case .noSuchOrder: throw CommandError(.failure, "the queue knows no order \(name)")
        case .refused(let why): throw CommandError(.failure, "order \(name) cannot be resolved: \(why)")
        case .sent where !console.isJSON: console.print("order \(name) is in Frontpad")
        case .queued(let job) where !console.isJSON: console.print("order \(name): job \(job) sends it to Frontpad")
        case .sent, .queued: console.print(.object(row ?? [:]))
        }
        return .success
    }
}
