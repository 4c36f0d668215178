internal import CommandKit
internal import Intake
internal import JSON
internal import Shop

/// `frontpad-enqueue orders`.
struct OrdersCommand {
    /// Orders of one transaction: few syncs for many orders, and a short turn beside a checkout.
    private static let batch = 50
    private let context: EnqueueContext

    init(_ context: EnqueueContext) { self.context = context }

    func run(_ command: ParsedCommand) throws -> ExitStatus {
        var progress = Progress()
        var items: [OrderIntake.Item] = []
        let asJSON = command.flag("--json")
        try InputFile(command.argument(0)).forEachLine(limit: OrderDocument.limits.maxBytes) { number, line in
            switch line {
            case .tooLong:
                progress.refuse(number, "is larger than \(OrderDocument.limits.maxBytes) bytes")
            case .bytes(let bytes):
                do throws(OrderDocumentError) {
                    items.append(try OrderIntake.Item(bytes))
                } catch {
                    progress.refuse(number, error.description)
                }
            }
            if items.count == OrdersCommand.batch {
                try store(items, asJSON: asJSON, &progress)
                items.removeAll(keepingCapacity: true)
            }
        }
        try store(items, asJSON: asJSON, &progress)
        progress.end(quietly: asJSON)
        return progress.refused == 0 ? .success : .data
    }

    private func store(_ items: [OrderIntake.Item], asJSON: Bool, _ progress: inout Progress) throws {
        guard !items.isEmpty else { return }
        do throws(QueueDatabaseError) {
            let receipts = try context.write { database in
                let receipts = try OrderIntake(database: database).store(items)
                context.sweepSpool(into: database)
                return receipts
            }
            if asJSON { for receipt in receipts { receipt.show(asJSON: true) } }
            progress.take(receipts)
        } catch {
            _ = try context.spool(items.map { Array($0.text.utf8) }, because: error)
            progress.kept += items.count
        }
        progress.show()
    }
}

/// What has been done so far.
private struct Progress {
    private var stored = 0
    private var known = 0
    private var queued: Set<Int64> = []
    private(set) var refused = 0
    var kept = 0
    private var isShown = false

    mutating func take(_ receipts: [OrderReceipt]) {
        for receipt in receipts {
            if receipt.effect == .stored { stored += 1 } else { known += 1 }
            if case .queued = receipt.sending { queued.insert(receipt.id) }
        }
    }

    mutating func refuse(_ line: Int, _ reason: String) {
        refused += 1
        clear()
        StandardError.write("frontpad-enqueue: line \(line): \(DisplayText.oneLine(reason))\n")
    }

    mutating func show() {
        guard StandardError.isTerminal else { return }
        StandardError.write("\r\(summary)")
        isShown = true
    }

    private mutating func clear() {
        if isShown { StandardError.write("\r\u{1B}[K") }
        isShown = false
    }

    mutating func end(quietly: Bool) {
        clear()
        if !quietly { StandardOutput.write(summary + "\n") }
    }

    private var summary: String {
        var parts = ["\(stored) stored", "\(known) known already", "\(queued.count) on their way to Frontpad"]
        if kept > 0 { parts.append("\(kept) kept in the spool") }
        if refused > 0 { parts.append("\(refused) refused") }
        return parts.joined(separator: ", ")
    }
}
