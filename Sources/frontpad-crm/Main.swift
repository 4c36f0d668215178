internal import CommandKit
internal import OrderSync
internal import Product

@main
enum FrontpadCRM {
    /// All commands of this program.
    private static let commands = Command(
        "frontpad-crm", "Look up orders, clients and products in Frontpad.",
        discussion: [
            "A look-up stays within Frontpad's request limit, and orders go first: the command waits for a free request.",
            "The exit status is 0 if it was found, 1 if it was not, 69 if Frontpad does not answer, 75 if you should try "
                + "again later, and 78 if the configuration is wrong.",
            "Frontpad forbids looking up many clients or certificates in a row. Therefore the same client or certificate "
                + "can be looked up three times in ten minutes, and all of them together ten times a minute.",
        ],
        commands: [
            StatusCommand.command, ClientCommand.command, CertificateCommand.command, ProductsCommand.command,
            StopsCommand.command,
        ])

    static func main() {
        Program(
            commands,
            release: .current,
            manual: .frontpadQueue(
                environment: Manual.secret(
                    variable: Secret.environmentVariable, credential: Secret.credentialName),
                seeAlso: ["frontpad-queue", "frontpad-worker", "frontpad-enqueue"])
        ).main()
    }
}
