internal import CommandLine

@main
enum FrontpadCRM {
    static func main() {
        Program(CRMCommands.definition).main { command in
            let desk = try Desk(command)
            switch command.path.last {
            case "status": return try StatusCommand(desk).run()
            case "client": return try ClientCommand(desk).run()
            case "certificate": return try CertificateCommand(desk).run()
            case "products": return try CatalogueCommands(desk).products()
            case "stops": return try CatalogueCommands(desk).stops()
            default: return .usage
            }
        }
    }
}
