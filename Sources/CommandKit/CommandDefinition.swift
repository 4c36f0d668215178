/// What the parser, the help, the man page and the completion know about a command.
struct CommandDefinition: Sendable {
    /// The last word of its name on the command line, such as "list".
    let name: String
    /// One sentence.
    let summary: String
    /// Paragraphs.
    let discussion: [String]
    let arguments: [ParameterDefinition]
    /// Its own options.
    let options: [ParameterDefinition]
    /// The options that all commands of the program take.
    let sharedOptions: [ParameterDefinition]
    let examples: [Example]
    /// Empty for a command that runs.
    let sections: [Section]

    struct Section: Sendable {
        let title: String
        let commands: [CommandDefinition]
    }

    var subcommands: [CommandDefinition] { sections.flatMap(\.commands) }

    /// This command and all below it, each with the words that lead to it, this command's name first.
    var tree: [(words: [String], command: CommandDefinition)] {
        [([name], self)] + subcommands.flatMap(\.tree).map { ([name] + $0.words, $0.command) }
    }

    /// The commands of the tree that run.
    var leaves: [CommandDefinition] { tree.map(\.command).filter(\.sections.isEmpty) }

    /// Every option that may be given, the ones of help and version last.
    var allOptions: [ParameterDefinition] { options + sharedOptions + ParameterDefinition.common }
}

/// A command line as somebody would type it, with what it does.
public struct Example: Sendable {
    let command: String
    let meaning: String

    public init(_ command: String, _ meaning: String) {
        self.command = command
        self.meaning = meaning
    }
}

/// How an argument or an option is written, and what help says about it.
public struct ParameterDefinition: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case argument(isRequired: Bool)
        case flag
        /// With the word that stands for the value in help.
        case option(placeholder: String)
    }

    /// An option with its dashes, such as "--db"; an argument in capitals, such as "ORDER".
    let name: String
    let kind: Kind
    let summary: String
    /// The only values that it takes; empty where there are others.
    var choices: [String] = []
    /// The value that holds where none is given; nil where the summary says what happens then.
    var defaultValue: String?

    static let help = ParameterDefinition(name: "--help", kind: .flag, summary: "Show this help.")
    static let version = ParameterDefinition(name: "--version", kind: .flag, summary: "Show the version.")
    static let manPage = ParameterDefinition(name: "--man", kind: .flag, summary: "Print the man page.")
    static let completion = ParameterDefinition(
        name: "--completion", kind: .option(placeholder: "SHELL"), summary: "Print a completion script.",
        choices: ["bash"])
    /// What every command takes.
    static let common = [help, version]
    /// What every command takes and help does not show: it is for packagers.
    static let hidden = [manPage, completion]

    var isRequired: Bool { kind == .argument(isRequired: true) }
    var isArgument: Bool { isRequired || kind == .argument(isRequired: false) }

    /// As the usage line has it.
    var synopsis: String {
        switch kind {
        case .argument(let isRequired): isRequired ? name : "[\(name)]"
        case .flag: name
        case .option(let placeholder): "\(name) \(placeholder)"
        }
    }

    /// The summary with the choices and the default.
    var description: String {
        var text = summary
        if !choices.isEmpty { text += " One of: \(choices.joined(separator: ", "))." }
        if let defaultValue { text += " Default: \(defaultValue)." }
        return text
    }
}
