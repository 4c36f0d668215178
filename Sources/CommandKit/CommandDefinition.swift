/// What a command is: from this one definition come its parsing, its help, its man page and its completion.
public struct CommandDefinition: Sendable {
    /// The last word by which it is called, such as "list".
    public let name: String
    /// One line.
    public let summary: String
    /// What else is to be known: paragraphs of one line each.
    public let discussion: [String]
    public let arguments: [ArgumentDefinition]
    public let options: [OptionDefinition]
    public let examples: [Example]
    public let subcommands: [CommandDefinition]

    public struct Example: Sendable {
        public let command: String
        public let meaning: String

        public init(_ command: String, _ meaning: String) {
            self.command = command
            self.meaning = meaning
        }
    }

    public init(
        _ name: String, _ summary: String, discussion: [String] = [], arguments: [ArgumentDefinition] = [],
        options: [OptionDefinition] = [], examples: [Example] = [], subcommands: [CommandDefinition] = []
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.subcommands = subcommands
    }

    public func subcommand(named name: String) -> CommandDefinition? { subcommands.first { $0.name == name } }
}

/// A word that is told apart by its place.
public struct ArgumentDefinition: Sendable {
    /// In capitals, such as "ORDER".
    public let name: String
    public let summary: String
    public let isOptional: Bool

    public init(_ name: String, _ summary: String, isOptional: Bool = false) {
        self.name = name
        self.summary = summary
        self.isOptional = isOptional
    }

    var synopsis: String { isOptional ? "[\(name)]" : name }
}

/// A word that begins with "--", with or without a value after it.
public struct OptionDefinition: Sendable {
    /// With its dashes, such as "--db".
    public let name: String
    /// What stands for the value in help; nil for a flag.
    public let value: String?
    public let summary: String
    /// The only values that it takes, where there are few.
    public let choices: [String]

    public init(_ name: String, value: String? = nil, _ summary: String, choices: [String] = []) {
        self.name = name
        self.value = value
        self.summary = summary
        self.choices = choices
    }

    public static let json = OptionDefinition("--json", "Print JSON with the names of the database's columns.")
    public static let db = OptionDefinition(
        "--db", value: "PATH", "The queue's database (else FRONTPAD_DB, else /var/lib/frontpad/queue.db).")

    /// What every command takes.
    static let common = [
        OptionDefinition("--help", "Show this help."), OptionDefinition("--version", "Show the version."),
    ]
    /// What every program takes and help does not show: for packagers.
    static let hidden = [
        OptionDefinition("--man", "Print the man page."),
        OptionDefinition("--completion", value: "SHELL", "Print a completion script.", choices: ["bash"]),
    ]

    var synopsis: String { value.map { "\(name) \($0)" } ?? name }
}
