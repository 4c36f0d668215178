/// An argument or an option of a command. The command's `run` reads it from the ``Input``: `input[limit]`.
public protocol Parameter: Sendable {
    var definition: ParameterDefinition { get }
}

/// How an argument or an option is written, which texts it takes, and what help says about it.
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
    /// Where the value is a whole number.
    var range: ClosedRange<Int>?
    /// The value that holds where none is given; nil where the summary says what happens then.
    var defaultValue: String?

    static let help = ParameterDefinition(name: "--help", kind: .flag, summary: "Show this help.")
    static let version = ParameterDefinition(name: "--version", kind: .flag, summary: "Show the version.")
    static let manPage = ParameterDefinition(name: "--man", kind: .flag, summary: "Print the man page.")
    static let completion = ParameterDefinition(
        name: "--completion", kind: .option(placeholder: "SHELL"), summary: "Print a completion script.",
        choices: ["bash"])
    /// What every command takes. Help does not show what is for packagers.
    static let common = [help, version, manPage, completion]
    static let shown = [help, version]

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

/// An option without a value, such as "--json".
public struct Flag: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .flag, summary: summary)
    }
}

/// An option with a text; nil where it is not given.
public struct Option: Parameter {
    public let definition: ParameterDefinition

    /// - Parameter placeholder: what stands for the value in help, such as "PATH".
    public init(_ name: String, _ placeholder: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .option(placeholder: placeholder), summary: summary)
    }
}

/// An option with one of a few words; nil where it is not given.
public struct ChoiceOption<Choice: RawRepresentable<String> & CaseIterable>: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ placeholder: String, _ summary: String, among _: Choice.Type) {
        definition = ParameterDefinition(
            name: name, kind: .option(placeholder: placeholder), summary: summary,
            choices: Choice.allCases.map(\.rawValue))
    }
}

/// An option with a whole number; nil where it is not given.
public struct NumberOption: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ placeholder: String, _ summary: String, in range: ClosedRange<Int>) {
        definition = ParameterDefinition(
            name: name, kind: .option(placeholder: placeholder), summary: summary, range: range)
    }
}

/// An option with a whole number and a default.
public struct DefaultedNumberOption: Parameter {
    public let definition: ParameterDefinition
    let defaultNumber: Int

    public init(_ name: String, _ placeholder: String, _ summary: String, in range: ClosedRange<Int>, default: Int) {
        definition = ParameterDefinition(
            name: name, kind: .option(placeholder: placeholder), summary: summary, range: range,
            defaultValue: "\(`default`)")
        defaultNumber = `default`
    }
}

/// A word that is known by its place.
public struct Argument: Parameter {
    public let definition: ParameterDefinition

    /// - Parameter name: in capitals, such as "ORDER".
    public init(_ name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .argument(isRequired: true), summary: summary)
    }

    /// - Parameter choices: the only values that it takes.
    public init(_ name: String, _ summary: String, among choices: [String]) {
        definition = ParameterDefinition(
            name: name, kind: .argument(isRequired: true), summary: summary, choices: choices)
    }
}

/// A word that is known by its place; nil where it is not given.
public struct OptionalArgument: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .argument(isRequired: false), summary: summary)
    }
}

/// A whole number that is known by its place.
public struct NumberArgument: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ summary: String, in range: ClosedRange<Int>) {
        definition = ParameterDefinition(
            name: name, kind: .argument(isRequired: true), summary: summary, range: range)
    }
}

extension Parameter {
    public var name: String { definition.name }
}
