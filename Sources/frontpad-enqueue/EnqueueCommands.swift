internal import CommandLine

/// The command line of `frontpad-enqueue`.
enum EnqueueCommands {
    static let definition = CommandDefinition(
        "frontpad-enqueue", "Puts a shop's orders and settings into the queue for Frontpad.",
        discussion: [
            "It is called by the shop's hooks. It needs milliseconds and no network, and what it has taken is on the "
                + "disk: where the database cannot be written, the document is kept in the folder PATH-spool and the "
                + "workers take it in."
        ],
        subcommands: [order, orders, send, settings])

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
