/// A command: what it is called, what it takes, what help says about it, and what it does. Parser, help, man page and
/// completion all come from this one value.
public struct Command<Context: CommandContext>: Sendable {
    /// - Returns: the exit status of the program.
    /// - Throws: a ``CommandError`` ends the program with its status, any other error with 1.
    public typealias Run = @Sendable (_ input: Input, _ context: Context) throws -> ExitStatus

    /// A run that makes its own context.
    typealias Action = @Sendable (_ input: Input) throws -> ExitStatus

    enum Content: Sendable {
        case run(Action, [any Parameter])
        case group([Command])
    }

    let definition: CommandDefinition
    let content: Content

    /// A command that runs.
    ///
    /// - Parameters:
    ///   - parameters: everything that `run` reads, besides the options of the context. Arguments are typed in this
    ///     order; only the last ones may be optional.
    public init(
        _ name: String, _ summary: String, discussion: [String] = [], parameters: [any Parameter] = [],
        examples: [Example] = [], run: @escaping Run
    ) {
        let definitions = parameters.map(\.definition)
        definition = CommandDefinition(
            name: name, summary: summary, discussion: discussion, arguments: definitions.filter(\.isArgument),
            options: definitions.filter { !$0.isArgument }, sharedOptions: Context.options.map(\.definition),
            examples: examples, sections: [])
        content = .run({ input in try run(input, try Context(input)) }, parameters + Context.options)
    }

    /// A command that runs without the context, such as one that only prints what the program knows. It does not take
    /// the options of the context either.
    public init(
        _ name: String, _ summary: String, discussion: [String] = [], parameters: [any Parameter] = [],
        examples: [Example] = [], withoutContext run: @escaping @Sendable (_ input: Input) throws -> ExitStatus
    ) {
        let definitions = parameters.map(\.definition)
        definition = CommandDefinition(
            name: name, summary: summary, discussion: discussion, arguments: definitions.filter(\.isArgument),
            options: definitions.filter { !$0.isArgument }, sharedOptions: [], examples: examples, sections: [])
        content = .run(run, parameters)
    }

    /// A group of commands, which help shows under the titles of the sections.
    public init(
        _ name: String, _ summary: String, discussion: [String] = [], sections: [CommandSection<Context>]
    ) {
        definition = CommandDefinition(
            name: name, summary: summary, discussion: discussion, arguments: [], options: [], sharedOptions: [],
            examples: [],
            sections: sections.map { .init(title: $0.title, commands: $0.commands.map(\.definition)) })
        content = .group(sections.flatMap(\.commands))
    }

    /// A group of commands.
    public init(_ name: String, _ summary: String, discussion: [String] = [], commands: [Command]) {
        self.init(name, summary, discussion: discussion, sections: [CommandSection("Commands", commands)])
    }
}

/// Commands of a group that belong together.
public struct CommandSection<Context: CommandContext>: Sendable {
    let title: String
    let commands: [Command<Context>]

    public init(_ title: String, _ commands: [Command<Context>]) {
        self.title = title
        self.commands = commands
    }
}

/// What all commands of a program need, such as the open database. It is made once, from the command line, before the
/// command runs.
public protocol CommandContext: SendableMetatype {
    /// The options that every command of the program takes.
    static var options: [any Parameter] { get }

    /// - Throws: ``CommandError`` where the command cannot run.
    init(_ input: Input) throws
}

/// For a program whose commands share nothing.
public struct NoContext: CommandContext {
    public static var options: [any Parameter] { [] }

    public init(_ input: Input) {}
}
