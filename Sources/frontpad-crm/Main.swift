internal import CommandKit

@main
enum FrontpadCRM {
    static func main() {
        Program(CRMCommands.definition).main { command in
            let context = try LookupContext(command)
            switch command.path.last {
            case "status": return try StatusCommand(context).run()
            case "client": return try ClientCommand(context).run()
            case "certificate": return try CertificateCommand(context).run()
            case "products": return try CatalogueCommands(context).products()
            case "stops": return try CatalogueCommands(context).stops()
            default: return .usage
            }
        }
    }
}
