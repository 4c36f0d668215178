internal import CommandKit

@main
enum FrontpadQueue {
    static func main() {
        Program(QueueCommands.definition).main { command in
            let console = try Console(command)
            switch command.path.joined(separator: " ") {
            case "status": return try StatusCommand(console).run()
            case "doctor": return try DoctorCommand(console).run()
            case "list": return try ListCommand(console).run()
            case "show": return try ShowCommand(console).run()
            case "orders": return try OrdersCommand(console).run()
            case "order": return try OrderCommand(console).run()
            case "resolve": return try ResolveCommand(console).run()
            case "confirm": return try ConfirmCommand(console).run()
            case "backup": return try BackupCommand(console).run()
            case "retry": return try InterventionCommand(console).run(.retry)
            case "cancel": return try InterventionCommand(console).run(.cancel)
            case "articles": return try ArticlesCommand(console).run()
            case "watch": return try WatchCommand(console).run()
            case "pause": return try PauseCommands(console).pause()
            case "resume": return try PauseCommands(console).resume()
            case "prune": return try PruneCommand(console).run()
            case "metrics": return try MetricsCommand(console).run()
            case "settings list": return try SettingsCommands(console).list()
            case "settings get": return try SettingsCommands(console).get()
            case "settings set": return try SettingsCommands(console).set()
            case "settings unset": return try SettingsCommands(console).unset()
            case "settings check": return try SettingsCommands(console).check()
            default: return .usage
            }
        }
    }
}
