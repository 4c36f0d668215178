internal import CommandKit
internal import Glibc
internal import Intake
internal import JSON

/// `frontpad-enqueue hook`.
struct HookCommand {
    private let context: EnqueueContext

    init(_ context: EnqueueContext) { self.context = context }

    func run(_ command: ParsedCommand) throws -> ExitStatus {
        let body = try InputFile(command.argument(0)).readAll(limit: Webhook.maxBytes)
        // The environment's as CGI has it (RFC 3875, section 4.1.7): a command line is for every user to see.
        let query = command.value("--query") ?? getenv("QUERY_STRING").map { String(cString: $0) }
        let webhook: Webhook?
        do throws(Webhook.Refusal) {
            webhook = try Webhook.read(body, query: query)
        } catch {
            throw CommandError(.data, error.description)
        }
        guard let webhook else {
            show("an empty body: Frontpad asks whether the address answers", id: nil, command)
            return .success
        }
        let stored: Result<Int64, Webhook.Refusal>
        do throws(QueueDatabaseError) {
            stored = try context.write { database in
                do {
                    let id = try WebhookIntake(database: database).store(webhook, isAddressKnown: query != nil)
                    context.sweepSpool(into: database)
                    return .success(id)
                } catch let refusal as Webhook.Refusal {
                    return .failure(refusal)
                }
            }
        } catch {
            return try context.spool([SpooledWebhook(body: body, query: query).bytes], kind: .hook, because: error)
        }
        switch stored {
        case .success(let id): show("event \(id): status \(webhook.event.status) is stored", id: id, command)
        case .failure(let refusal): throw CommandError(.data, refusal.description)
        }
        return .success
    }

    private func show(_ line: String, id: Int64?, _ command: ParsedCommand) {
        let json: JSON = ["event": JSON(id)]
        StandardOutput.write((command.flag("--json") ? json.serialized() : DisplayText.oneLine(line)) + "\n")
    }
}
