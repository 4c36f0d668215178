internal import CommandKit
internal import OrderSync
internal import Product

@main
enum FrontpadQueue {
    /// All commands of this program.
    private static let commands = Command(
        "frontpad-queue", "Show what the Frontpad queue is doing, and act on it.",
        sections: [
            CommandSection(
                "Look",
                [
                    StatusCommand.command, WatchCommand.command, DoctorCommand.command, OrdersCommand.command,
                    OrderCommand.command, ListCommand.command, ShowCommand.command, ArticlesCommand.command,
                ]),
            CommandSection(
                "Act",
                [
                    ResolveCommand.command, ConfirmCommand.command, RetryCommand.command, CancelCommand.command,
                    PauseCommand.command, ResumeCommand.command,
                ]),
            CommandSection("Configure", [SettingsCommands.group]),
            CommandSection("Maintain", [BackupCommand.command, PruneCommand.command, MetricsCommand.command]),
        ])

    static func main() {
        Program(
            commands,
            release: .current,
            manual: .frontpadQueue(
                environment: Manual.secret(
                    variable: Secret.environmentVariable, credential: Secret.credentialName),
                seeAlso: ["frontpad-worker", "frontpad-enqueue", "frontpad-crm"])
        ).main()
    }
}
