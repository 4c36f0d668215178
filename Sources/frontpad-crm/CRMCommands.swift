internal import CommandKit

/// The command line of `frontpad-crm`.
enum CRMCommands {
    static let definition = CommandDefinition(
        "frontpad-crm", "Looks something up in Frontpad, within its limits and behind the orders.",
        discussion: [
            "Exit status: 0 found, 1 not found, 69 Frontpad does not answer, 75 try again later, 78 the configuration. "
                + "Frontpad forbids looking up many clients or certificates in a row: the same one is asked for three "
                + "times in ten minutes at most, all together ten times a minute."
        ],
        subcommands: [status, client, certificate, products, stops])

    /// In seconds.
    static let defaultWait = 5
    private static let wait = OptionDefinition(
        "--wait", value: "SECONDS", "How long to wait for a turn at most (\(defaultWait)).")
    private static let fresh = OptionDefinition(
        "--fresh", "Ask Frontpad, even where what is known here is younger than an hour.")

    private static let status = CommandDefinition(
        "status", "Show the status of an order.",
        discussion: [
            "Frontpad is asked where the account still answers; else what it has reported is shown, with its time."
        ],
        options: [
            .db, .json,
            OptionDefinition("--order", value: "ID", "The order's id or number, in the shop or in Frontpad."),
            OptionDefinition("--phone", value: "PHONE", "The phone of an order of today."), wait,
        ],
        examples: [
            .init("frontpad-crm status --order 125", "By the shop's id."),
            .init("frontpad-crm status --phone +79123456789 --json", "By phone, for a program."),
        ])

    private static let client = CommandDefinition(
        "client", "Show what Frontpad knows of a client: name, address, discount, points.",
        arguments: [ArgumentDefinition("PHONE", "The phone; - reads it from standard input.")],
        options: [.db, .json, wait],
        examples: [.init("frontpad-crm client +79123456789", "One client.")])

    private static let certificate = CommandDefinition(
        "certificate", "Show what a certificate is worth.",
        arguments: [ArgumentDefinition("NUMBER", "The certificate's number; - reads it from standard input.")],
        options: [.db, .json, wait], examples: [.init("frontpad-crm certificate 1234", "One certificate.")])

    private static let products = CommandDefinition(
        "products", "List Frontpad's products.",
        discussion: ["Frontpad gives them once an hour; in between those known here are shown, with their age."],
        options: [.db, .json, fresh, wait], examples: [.init("frontpad-crm products", "All products with an article.")])

    private static let stops = CommandDefinition(
        "stops", "List the products that the kitchen does not make at present.",
        options: [.db, .json, fresh, wait], examples: [.init("frontpad-crm stops --fresh", "As of this moment.")])
}
