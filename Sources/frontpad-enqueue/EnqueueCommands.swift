internal import CommandKit

/// The command line of `frontpad-enqueue`.
enum EnqueueCommands {
    static let definition = CommandDefinition(
        "frontpad-enqueue", "Puts a shop's orders, settings and webhooks into the queue for Frontpad.",
        discussion: [
            "It is called by the shop's hooks. It needs milliseconds and no network, and what it has taken is on the "
                + "disk: where the database cannot be written, the document is kept in the folder PATH-spool and the "
                + "workers take it in."
        ],
        subcommands: [order, orders, send, hook, crmStatus, settings, article])

    private static let file = ArgumentDefinition(
        "FILE", "The file to read; - or nothing: standard input.", isOptional: true)

    private static let order = CommandDefinition(
        "order", "Take in one order document.",
        discussion: ["It may come any number of times: an order is sent once."],
        arguments: [file], options: [.db, .json],
        examples: [
            .init("frontpad-enqueue order order.json", "Take in the document in a file."),
            .init("frontpad-enqueue order - < order.json", "Take it from standard input."),
        ])

    private static let orders = CommandDefinition(
        "orders", "Take in many order documents, one a line.",
        discussion: [
            "A line that cannot be used is reported with its number on standard error and the others go in; the exit "
                + "status is 65 then."
        ],
        arguments: [file], options: [.db, .json],
        examples: [.init("frontpad-enqueue orders orders.jsonl", "Take in a file of documents.")])

    private static let send = CommandDefinition(
        "send", "Send an order now, whatever its status in the shop.",
        discussion: [
            "For an order that failed or was not meant to be sent. One that is in Frontpad, or may be, is not sent."
        ],
        arguments: [ArgumentDefinition("ORDER", "The order's id or number in the shop.")], options: [.db, .json],
        examples: [
            .init("frontpad-enqueue send 125", "Send the order with the id 125."),
            .init("frontpad-enqueue send 2611/5", "Send the order with this number."),
        ])

    private static let hook = CommandDefinition(
        "hook", "Take in a webhook of Frontpad: its raw body.",
        discussion: [
            "JSON or a form, as Frontpad posts it. It may come twice, late or for an order that is not known yet: it is "
                + "kept, and matched when the order is known. An empty body is Frontpad's question whether the address "
                + "answers, and is no error.",
            "The query of the address carries the order, the attempt and the shop's token, which must be the one in "
                + "frontpadapi_hook_url.",
        ],
        arguments: [file],
        options: [
            .db,
            OptionDefinition(
                "--query", value: "QUERY", "The query of the address (else QUERY_STRING of the environment)."),
            .json,
        ],
        examples: [
            .init("frontpad-enqueue hook - < body", "Take in a webhook; QUERY_STRING has the query of its address.")
        ])

    private static let crmStatus = CommandDefinition(
        "crm-status", "Say which status an order has in Frontpad.",
        discussion: ["As a webhook would: the shop's status follows by frontpadapi_matched_statuses."],
        arguments: [ArgumentDefinition("STATUS", "The code or the name of the status in Frontpad.")],
        options: [
            .db,
            OptionDefinition("--order", value: "ID", "The order's id or number in the shop."),
            OptionDefinition("--crm-order", value: "ID", "The order's API id in Frontpad."),
            OptionDefinition(
                "--at", value: "TIME", "When it changed, by the kitchen's clock: \"2026-11-25 12:03:00\" (else now)."),
            .json,
        ],
        examples: [
            .init("frontpad-enqueue crm-status --order 125 10", "Order 125 is done."),
            .init("frontpad-enqueue crm-status --crm-order 1000020 \"В пути\"", "The order is on its way."),
        ])

    private static let article = CommandDefinition(
        "article", "Take in an article of a saved product and say whether Frontpad knows it.",
        discussion: [
            "The answer comes at once, from the products that were fetched from Frontpad last; how old they are is said. "
                + "A worker checks the article again against newer ones, and an unknown one is told to the manager once.",
            "Exit status: 0 where nothing speaks against it, 1 where Frontpad does not know the article or its kitchen "
                + "does not make the product at present.",
        ],
        arguments: [ArgumentDefinition("ARTICLE", "The article of a product or of a modification of one.")],
        options: [.db, .json, OptionDefinition("--product", value: "ID", "The product's id in the shop.")],
        examples: [
            .init("frontpad-enqueue article PZ-001 --product 12", "The product 12 was saved with this article.")
        ])

    private static let settings = CommandDefinition(
        "settings", "Store settings from a JSON object of names and values.",
        discussion: [
            "All of them are checked first; with one mistake nothing is stored. A value of null takes a setting away. "
                + "frontpad-queue settings list shows the names."
        ],
        arguments: [file], options: [.db, .json],
        examples: [
            .init(
                #"echo '{"frontpadapi_send_status": "2"}' | frontpad-enqueue settings"#,
                "Send orders when they reach the status 2.")
        ])
}
