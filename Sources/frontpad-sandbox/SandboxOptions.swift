internal import CommandKit
internal import JSON

/// The program's command line.
struct SandboxOptions: Sendable {
    static let definition = CommandDefinition(
        "frontpad-sandbox", "A stand-in for the Frontpad API on 127.0.0.1, for trying out and for tests.",
        discussion: [
            "It keeps the API's methods, limits and error codes, and shows the orders that it took on its page. Under "
                + "/sandbox/ it can be told to close the shift, to fail and to change a status."
        ],
        options: [
            OptionDefinition("--port", value: "N", "The port to listen on; 0, the default, is any that is free."),
            OptionDefinition(
                "--shift", value: "STATE", "Whether orders are taken; the default is open.",
                choices: ["open", "closed"]),
            OptionDefinition("--secret", value: "S", "The API's secret; the default is \"sandbox\"."),
            OptionDefinition("--no-limits", "Any number of requests."),
            OptionDefinition(
                "--legacy-status", "get_status answers as it did in 2017; by default it is an invalid_method."),
            OptionDefinition(
                "--catalogue", value: "FILE",
                "Only these articles are known: a JSON list of {\"article\", \"name\", \"price\"}."),
            OptionDefinition(
                "--orders", value: "FILE", "Keep the created orders in a file, one JSON object on a line."),
            OptionDefinition(
                "--journal", value: "FILE",
                "Write down what came of each new_order request, one JSON object on a line: which were answered, which "
                    + "were cut off."),
            OptionDefinition(
                "--hook-url", value: "URL",
                "Where changes of status go if an order names no address; http://127.0.0.1 only."),
        ],
        examples: [
            .init("frontpad-sandbox --port 8075", "Listen on http://127.0.0.1:8075."),
            .init("curl -d '{\"open\":false}' http://127.0.0.1:8075/sandbox/shift", "Close the shift."),
        ])
    private static let maxCatalogue = 8 << 20

    let port: Int
    let account: Account.Settings
    let ordersPath: String?
    let journalPath: String?

    /// - Throws: ``CommandError`` for what cannot be understood.
    init(_ command: ParsedCommand) throws {
        port = try command.integer("--port", in: 0...65535) ?? 0
        ordersPath = command.value("--orders")
        journalPath = command.value("--journal")
        var account = Account.Settings()
        account.isShiftOpen = command.value("--shift") != "closed"
        if let secret = command.value("--secret") { account.secret = secret }
        account.hasLimits = !command.flag("--no-limits")
        account.hasStatusMethod = command.flag("--legacy-status")
        if let path = command.value("--catalogue") { account.catalogue = try Self.catalogue(path) }
        if let url = command.value("--hook-url") {
            guard Webhook.Address(url) != nil else {
                throw CommandError.usage("--hook-url must be a URL on http://127.0.0.1")
            }
            account.hookURL = url
        }
        self.account = account
    }

    private static func catalogue(_ path: String) throws -> Catalogue {
        let bytes = try InputFile(path).readAll(limit: maxCatalogue)
        do {
            return try Catalogue.strict(try JSON.parse(bytes))
        } catch {
            throw CommandError(.data, "\(path): \(error)")
        }
    }
}
