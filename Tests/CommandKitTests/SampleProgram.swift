import CommandKit

/// A small program with everything that a definition can have.
enum SampleProgram {
    static let list = CommandDefinition(
        "list", "Lists the jobs.",
        discussion: [
            "The newest comes first. What is longer than eighty columns is continued on the next line, without a word being cut."
        ],
        arguments: [
            ArgumentDefinition("QUEUE", "Which queue."), ArgumentDefinition("STATE", "Which state.", isOptional: true),
        ],
        options: [
            OptionDefinition("--sort", value: "ORDER", "How to sort.", choices: ["new", "old"]),
            OptionDefinition("--limit", value: "N", "How many."), OptionDefinition("--all", "Also the finished ones."),
        ],
        examples: [.init("queue list orders --all", "Everything about orders.")])
    static let definition = CommandDefinition(
        "queue", "Shows a queue.",
        subcommands: [
            list,
            CommandDefinition(
                "settings", "The settings.",
                subcommands: [
                    CommandDefinition("get", "Shows one.", arguments: [ArgumentDefinition("KEY", "Its name.")]),
                    CommandDefinition("reset", "Takes all away."),
                ]),
        ])
    static let program = Program(definition, version: "1.2")
}
