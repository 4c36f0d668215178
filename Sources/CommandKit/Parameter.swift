/// An argument or an option of a command. The command's `run` reads its value from the ``Input``, for example with
/// `input[limit]`.
public protocol Parameter: Sendable {
    var definition: ParameterDefinition { get }
}

/// Describes an argument or an option: how the user types it, which values it accepts, and what the help says about
/// it.
public struct ParameterDefinition: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case argument(isRequired: Bool)
        case flag
        /// An option with a value. The placeholder is the word for the value in the help.
        case option(placeholder: String)
    }

    /// The name. An option's name includes its dashes, such as "--db". An argument's name is in capitals, such as
    /// "ORDER".
    let name: String
    let kind: Kind
    let summary: String
    /// The values that the parameter accepts. If the list is empty, other values are accepted too.
    var choices: [String] = []
    /// The range of the value if it must be a whole number, otherwise nil.
    var range: ClosedRange<Int>?
    /// The default value, as the help shows it. It is nil if the summary says what happens without a value.
    var defaultValue: String?

    static let help = ParameterDefinition(name: "--help", kind: .flag, summary: "Show this help.")
    static let version = ParameterDefinition(name: "--version", kind: .flag, summary: "Show the version.")
    static let manPage = ParameterDefinition(name: "--man", kind: .flag, summary: "Print the man page.")
    static let completion = ParameterDefinition(
        name: "--completion", kind: .option(placeholder: "SHELL"), summary: "Print a completion script.",
        choices: ["bash"])
    /// The options of every command. The help does not show those that are only for packagers.
    static let common = [help, version, manPage, completion]
    static let shown = [help, version]

    var isRequired: Bool { kind == .argument(isRequired: true) }
    var isArgument: Bool { isRequired || kind == .argument(isRequired: false) }

    /// The form in the usage line.
    var synopsis: String {
        switch kind {
        case .argument(let isRequired): isRequired ? name : "[\(name)]"
        case .flag: name
        case .option(let placeholder): "\(name) \(placeholder)"
        }
    }

    /// The summary, followed by the choices and the default.
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

/// An option with a text. Its value is nil if the option is not given.
public struct Option: Parameter {
    public let definition: ParameterDefinition

    /// - Parameter placeholder: the word for the value in the help, such as "PATH".
    public init(_ name: String, _ placeholder: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .option(placeholder: placeholder), summary: summary)
    }
}

/// An option with one of a few words. Its value is nil if the option is not given.
public struct ChoiceOption<Choice: RawRepresentable<String> & CaseIterable>: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ placeholder: String, _ summary: String, among _: Choice.Type) {
        definition = ParameterDefinition(
            name: name, kind: .option(placeholder: placeholder), summary: summary,
            choices: Choice.allCases.map(\.rawValue))
    }
}

/// An option with a whole number. Its value is nil if the option is not given.
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

/// A required argument. Its position identifies it.
public struct Argument: Parameter {
    public let definition: ParameterDefinition

    /// - Parameter name: the name in capitals, such as "ORDER".
    public init(_ name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .argument(isRequired: true), summary: summary)
    }

    /// - Parameter choices: the only values that the argument accepts.
    public init(_ name: String, _ summary: String, among choices: [String]) {
        definition = ParameterDefinition(
            name: name, kind: .argument(isRequired: true), summary: summary, choices: choices)
    }
}

/// An optional argument. Its position identifies it, and its value is nil if it is not given.
public struct OptionalArgument: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .argument(isRequired: false), summary: summary)
    }
}

/// A required argument with a whole number. Its position identifies it.
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
