internal import CommandLine

@main
enum FrontpadEnqueue {
    static func main() {
        Program(EnqueueCommands.definition).main { command in
            let door = Door(command)
            switch command.path.last {
            case "order": return try OrderCommand(door).run(command)
            case "orders": return try OrdersCommand(door).run(command)
            case "send": return try SendCommand(door).run(command)
            case "hook": return try HookCommand(door).run(command)
            case "crm-status": return try CRMStatusCommand(door).run(command)
            case "article": return try ArticleCommand(door).run(command)
            case "settings": return try SettingsCommand(door).run(command)
            default: return .usage
            }
        }
    }
}
