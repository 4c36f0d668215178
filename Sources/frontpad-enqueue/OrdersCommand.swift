internal import CommandKit
internal import Intake
internal import JSON
internal import Shop

/// The command `frontpad-enqueue orders`.
struct OrdersCommand {
    static let command = Command(
        "orders", "Take in many order documents, one per line.",
        discussion: [
            "A line that cannot be used is reported on standard error with its number, and the other lines are taken in; "
                + "the exit status is then 65."
        ],
        parameters: [EnqueueContext.file],
        examples: [Example("frontpad-enqueue orders orders.jsonl", "Take in a file of documents.")]
    ) { try OrdersCommand(context: $1).run($0) }

    /// The number of orders in one transaction. It is large enough to save syncs and small enough not to keep a
    /// checkout waiting.
    private static let batch = 50
    let context: EnqueueContext

    private func run(_ input: Input) throws -> ExitStatus {
        var progress = Progress()
        var items: [OrderIntake.Item] = []
        try InputFile(input[EnqueueContext.file]).forEachLine(limit: OrderDocument.limits.maxBytes) { number, line in
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
                try store(items, &progress)
                items.removeAll(keepingCapacity: true)
            }
        }
        try store(items, &progress)
        progress.end(quietly: context.isJSON)
        return progress.refused == 0 ? .success : .data
    }

    private func store(_ items: [OrderIntake.Item], _ progress: inout Progress) throws {
        guard !items.isEmpty else { return }
        do throws(QueueDatabaseError) {
            let receipts = try context.write { database in
                let receipts = try OrderIntake(database: database).store(items)
                context.sweepSpool(into: database)
                return receipts
            }
            if context.isJSON { for receipt in receipts { context.print(receipt) } }
            progress.take(receipts)
        } catch {
            _ = try context.spool(items.map { Array($0.text.utf8) }, because: error)
            progress.kept += items.count
        }
        progress.show()
    }
}

/// The counts of the documents so far.
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
