internal import CommandKit
internal import Product

@main
enum FrontpadEnqueue {
    /// All commands of this program.
    private static let commands = Command(
        "frontpad-enqueue", "Put orders, settings and webhooks into the Frontpad queue.",
        discussion: [
            "The shop's hooks run this program. It takes milliseconds and uses no network. When it ends with success, the "
                + "data is on the disk. If the database cannot be written, the document is kept in the spool folder, and "
                + "a worker takes it in later."
        ],
        commands: [
            OrderCommand.command, OrdersCommand.command, SendCommand.command, CancelCommand.command,
            HookCommand.command, CRMStatusCommand.command, ArticleCommand.command, SettingsCommand.command,
        ])

    static func main() {
        Program(
            commands,
            release: .current,
            manual: .frontpadQueue(
                environment: [HookCommand.queryVariable],
                seeAlso: ["frontpad-queue", "frontpad-worker", "frontpad-crm"])
        ).main()
    }
}
