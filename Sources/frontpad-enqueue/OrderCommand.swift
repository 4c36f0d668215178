internal import CommandKit
internal import Intake
internal import JSON
internal import Shop

/// The command `frontpad-enqueue order`.
enum OrderCommand {
    static let command = Command(
        "order", "Add one order to the queue.",
        discussion: ["The same document may be added any number of times; the order is sent once."],
        parameters: [EnqueueContext.file],
        examples: [
            Example("frontpad-enqueue order order.json", "Read the document from a file."),
            Example("frontpad-enqueue order - < order.json", "Read it from standard input."),
        ], run: run)

    private static func run(_ input: Input, _ context: EnqueueContext) throws -> ExitStatus {
        let bytes = try InputFile(input[EnqueueContext.file]).readAll(limit: OrderDocument.limits.maxBytes)
        let item: OrderIntake.Item
        do throws(OrderDocumentError) {
            item = try OrderIntake.Item(bytes)
        } catch {
            throw CommandError(.data, error.description)
        }
        do throws(QueueDatabaseError) {
            let receipts = try context.write { database in
                let receipts = try OrderIntake(database: database).store([item])
                context.sweepSpool(into: database)
                return receipts
            }
            for receipt in receipts { context.print(receipt) }
            return .success
        } catch {
            return try context.spool([bytes], because: error)
        }
    }
}

extension EnqueueContext {
    func print(_ receipt: OrderReceipt) {
        var job: Int64?
        if case .queued(let id) = receipt.sending { job = id }
        print(
            [
                "id": .number(receipt.id), "num": JSON(receipt.num), "effect": .string(receipt.effect.rawValue),
                "sending": .string(receipt.sendingName), "job": JSON(job),
            ], or: receipt.description)
    }
}
