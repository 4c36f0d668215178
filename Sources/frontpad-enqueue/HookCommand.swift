internal import CommandKit
internal import Glibc
internal import Intake
internal import JSON

/// The command `frontpad-enqueue hook`.
enum HookCommand {
    /// The variable in which CGI passes the query (RFC 3875, section 4.1.7). The query contains a secret token, and
    /// every user of the machine can see a command line, so the token should not be there.
    static let queryVariable: Manual.Entry = (
        "QUERY_STRING", "The query of a webhook's address, where --query is not given."
    )
    private static let query = Option(
        "--query", "QUERY", "The query of the address that Frontpad called. Default: $\(queryVariable.name).")

    static let command = Command(
        "hook", "Take in a webhook from Frontpad: its raw body.",
        discussion: [
            "The body is JSON or a form, as Frontpad posts it. The same webhook may come twice, late, or before the answer "
                + "to its order. With an empty body Frontpad only checks that the address "
                + "answers; this is not an error.",
            "The query of the address names the order and the attempt to send it, with a secret token of that attempt. A "
                + "webhook without it is refused with 65, and nothing is stored.",
        ],
        parameters: [EnqueueContext.file, query],
        examples: [
            Example("frontpad-enqueue hook - < body", "Take in a webhook whose query is in QUERY_STRING.")
        ], run: run)

    private static func run(_ input: Input, _ context: EnqueueContext) throws -> ExitStatus {
        let body = try InputFile(input[EnqueueContext.file]).readAll(limit: Webhook.maxBytes)
        let query = input[query] ?? getenv(queryVariable.name).map { String(cString: $0) }
        let webhook: Webhook?
        do throws(Webhook.Refusal) {
            webhook = try Webhook.read(body, query: query)
        } catch {
            throw CommandError(.data, error.description)
        }
        guard let webhook else {
            context.print(["event": .null], or: "empty body: Frontpad checks that the address answers")
            return .success
        }
        let stored: Result<Int64, Webhook.Refusal>
        do throws(QueueDatabaseError) {
            stored = try context.write { database in
                do {
                    let id = try WebhookIntake(database: database).store(webhook)
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
        case .success(let id):
            context.print(["event": .number(id)], or: "event \(id): status \(webhook.event.status) is stored")
        case .failure(let refusal): throw CommandError(.data, refusal.description)
        }
        return .success
    }
}
