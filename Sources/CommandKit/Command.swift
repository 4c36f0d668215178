/// A command: its name, its parameters, its help and its action. The parser, the help, the man page and the completion
/// script all use this one value.
///
/// A program that runs during a checkout creates all its commands and runs only one. To keep the start fast,
/// parameters and examples are closures, and nothing here is generic at run time. Instantiating a few generic types
/// would take as long as the rest of the start.
public struct Command: Sendable {
    enum Content: Sendable {
        case run(@Sendable (Input) throws -> ExitStatus)
        case group([CommandSection])
    }

    /// The word that names the command on the command line, such as "list".
    let name: String
    /// What the command does, in one sentence.
    let summary: String
    /// Further paragraphs for the help.
    let discussion: [String]
    private let parameters: @Sendable () -> [any Parameter]
    private let contextParameters: @Sendable () -> [any Parameter]
    private let makeExamples: @Sendable () -> [Example]
    let content: Content

    /// Makes a command that can be run.
    ///
    /// - Parameters:
    ///   - parameters: everything that `run` reads, except the options of the context. The user types the arguments in
    ///     this order. Only the last ones may be optional.
    ///   - run: the action. It returns the exit status of the program. A ``CommandError`` ends the program with the
    ///     status of the error, and any other error with 1.
    public init<Context: CommandContext>(
        _ name: String, _ summary: String, discussion: [String] = [],
        parameters: @autoclosure @escaping @Sendable () -> [any Parameter] = [],
        examples: @autoclosure @escaping @Sendable () -> [Example] = [],
        run: @escaping @Sendable (_ input: Input, _ context: Context) throws -> ExitStatus
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.parameters = parameters
        contextParameters = { Context.options }
        makeExamples = examples
        content = .run { input in try run(input, try Context(input)) }
    }

    /// Makes a group of commands. The help shows them under the titles of their sections.
    public init(_ name: String, _ summary: String, discussion: [String] = [], sections: [CommandSection]) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        parameters = { [] }
        contextParameters = { [] }
        makeExamples = { [] }
        content = .group(sections)
    }

    /// Makes a group of commands with one section.
    public init(_ name: String, _ summary: String, discussion: [String] = [], commands: [Command]) {
        self.init(name, summary, discussion: discussion, sections: [CommandSection("Commands", commands)])
    }

    var arguments: [ParameterDefinition] { parameters().map(\.definition).filter(\.isArgument) }

    /// The command's own options, without those of the context.
    var options: [ParameterDefinition] { parameters().map(\.definition).filter { !$0.isArgument } }

    /// The options of the context.
    var contextOptions: [ParameterDefinition] { contextParameters().map(\.definition) }

    var examples: [Example] { makeExamples() }

    /// The sections of a group. The list is empty for a command that can be run.
    var sections: [CommandSection] {
        if case .group(let sections) = content { sections } else { [] }
    }

    var subcommands: [Command] { sections.flatMap(\.commands) }

    /// This command and all commands below it. Each command comes with the words that call it. The first word is this
    /// command's name.
    var tree: [(words: [String], command: Command)] {
        [([name], self)] + subcommands.flatMap(\.tree).map { ([name] + $0.words, $0.command) }
    }

    /// The commands of the tree that can be run.
    var leaves: [Command] { tree.map(\.command).filter(\.sections.isEmpty) }

    /// All options that the help shows. The options --help and --version come last.
    var shownOptions: [ParameterDefinition] { options + contextOptions + ParameterDefinition.shown }

    func declares(_ name: String) -> Bool {
        parameters().contains { $0.name == name } || contextParameters().contains { $0.name == name }
    }

    /// Returns the parameter of this command or of a command below it.
    func parameter(named name: String) -> ParameterDefinition? {
        for parameter in parameters() where parameter.name == name { return parameter.definition }
        for parameter in contextParameters() where parameter.name == name { return parameter.definition }
        for section in sections {
            for command in section.commands {
                if let parameter = command.parameter(named: name) { return parameter }
            }
        }
        return nil
    }
}

/// Commands of a group that belong together, under a title.
public struct CommandSection: Sendable {
    let title: String
    let commands: [Command]

    public init(_ title: String, _ commands: [Command]) {
        self.title = title
        self.commands = commands
    }
}

/// An example of a command line and what it does.
public struct Example: Sendable {
    let command: String
    let meaning: String

    public init(_ command: String, _ meaning: String) {
        self.command = command
        self.meaning = meaning
    }
}

/// What all commands of a program need, such as the open database. The program makes it from the command line before
/// `run`.
public protocol CommandContext: SendableMetatype {
    /// The options that the context reads. Every command with this context accepts them.
    static var options: [any Parameter] { get }

    /// - Throws: ``CommandError`` if the command cannot run.
    init(_ input: Input) throws
}

/// The context of a command that needs none.
public struct NoContext: CommandContext {
    public static var options: [any Parameter] { [] }

    public init(_ input: Input) {}
}
