/// A command: what it is called, what it takes, what help says about it, and what it does. Parser, help, man page and
/// completion all work from this one value.
///
/// A program that starts inside a checkout makes all its commands and runs one. So parameters and examples are closures,
/// and nothing here is generic at run time: instantiating a few generic types takes as long as the rest of the start.
public struct Command: Sendable {
    enum Content: Sendable {
        case run(@Sendable (Input) throws -> ExitStatus)
        case group([CommandSection])
    }

    /// The last word of its name on the command line, such as "list".
    let name: String
    /// One sentence.
    let summary: String
    /// Paragraphs.
    let discussion: [String]
    private let parameters: @Sendable () -> [any Parameter]
    private let contextParameters: @Sendable () -> [any Parameter]
    private let makeExamples: @Sendable () -> [Example]
    let content: Content

    /// A command that runs.
    ///
    /// - Parameters:
    ///   - parameters: everything that `run` reads, besides the options of the context. Arguments are typed in this
    ///     order; only the last ones may be optional.
    ///   - run: returns the exit status of the program. A ``CommandError`` ends the program with its status, any other
    ///     error with 1.
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

    /// A group of commands. Help shows them under the titles of their sections.
    public init(_ name: String, _ summary: String, discussion: [String] = [], sections: [CommandSection]) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        parameters = { [] }
        contextParameters = { [] }
        makeExamples = { [] }
        content = .group(sections)
    }

    /// A group of commands.
    public init(_ name: String, _ summary: String, discussion: [String] = [], commands: [Command]) {
        self.init(name, summary, discussion: discussion, sections: [CommandSection("Commands", commands)])
    }

    var arguments: [ParameterDefinition] { parameters().map(\.definition).filter(\.isArgument) }

    /// Its own options.
    var options: [ParameterDefinition] { parameters().map(\.definition).filter { !$0.isArgument } }

    /// The options that its context adds.
    var contextOptions: [ParameterDefinition] { contextParameters().map(\.definition) }

    var examples: [Example] { makeExamples() }

    /// Empty for a command that runs.
    var sections: [CommandSection] {
        if case .group(let sections) = content { sections } else { [] }
    }

    var subcommands: [Command] { sections.flatMap(\.commands) }

    /// This command and all below it, each with the words that lead to it, this command's name first.
    var tree: [(words: [String], command: Command)] {
        [([name], self)] + subcommands.flatMap(\.tree).map { ([name] + $0.words, $0.command) }
    }

    /// The commands of the tree that run.
    var leaves: [Command] { tree.map(\.command).filter(\.sections.isEmpty) }

    /// Every option that help shows, the ones of help and version last.
    var shownOptions: [ParameterDefinition] { options + contextOptions + ParameterDefinition.shown }

    func declares(_ name: String) -> Bool {
        parameters().contains { $0.name == name } || contextParameters().contains { $0.name == name }
    }

    /// Its parameter, or the one of a command below it.
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

/// Commands of a group that belong together.
public struct CommandSection: Sendable {
    let title: String
    let commands: [Command]

    public init(_ title: String, _ commands: [Command]) {
        self.title = title
        self.commands = commands
    }
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

/// What all commands of a program need, such as the open database. It is made from the command line before `run`.
public protocol CommandContext: SendableMetatype {
    /// The options that it reads: every command with this context takes them.
    static var options: [any Parameter] { get }

    /// - Throws: ``CommandError`` where the command cannot run.
    init(_ input: Input) throws
}

/// For a command that needs no context.
public struct NoContext: CommandContext {
    public static var options: [any Parameter] { [] }

    public init(_ input: Input) {}
}
