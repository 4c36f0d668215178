internal import CommandKit
internal import Intake
internal import JSON
internal import Shop

/// `frontpad-enqueue order`.
struct OrderCommand {
    private let context: EnqueueContext

    init(_ context: EnqueueContext) { self.context = context }

    func run(_ command: ParsedCommand) throws -> ExitStatus {
        let bytes = try InputFile(command.argument(0)).readAll(limit: OrderDocument.limits.maxBytes)
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
            for receipt in receipts { receipt.show(asJSON: command.flag("--json")) }
            return .success
        } catch {
            return try context.spool([bytes], because: error)
        }
    }
}

extension OrderReceipt {
    /// One line on standard output.
    func show(asJSON: Bool) {
        guard asJSON else { return StandardOutput.write(DisplayText.oneLine(description) + "\n") }
        var job: Int64?
        if case .queued(let id) = sending { job = id }
        let json: JSON = [
            "id": .number(id), "num": JSON(num), "effect": .string(effect.rawValue), "sending": .string(sendingName),
            "job": JSON(job),
        ]
        StandardOutput.write(json.serialized() + "\n")
    }
}
