internal import CommandKit

@main
enum FrontpadEnqueue {
    static func main() {
        Program(EnqueueCommands.definition).main { command in
            let context = EnqueueContext(command)
            switch command.path.last {
            case "order": return try OrderCommand(context).run(command)
            case "orders": return try OrdersCommand(context).run(command)
            case "send": return try SendCommand(context).run(command)
            case "hook": return try HookCommand(context).run(command)
            case "crm-status": return try CRMStatusCommand(context).run(command)
            case "article": return try ArticleCommand(context).run(command)
            case "settings": return try SettingsCommand(context).run(command)
            default: return .usage
            }
        }
    }
}
