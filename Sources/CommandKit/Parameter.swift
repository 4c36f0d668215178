/// An argument or an option of a command. `run` reads its value from the ``Input`` with the parameter itself.
public protocol Parameter<Value>: Sendable {
    associatedtype Value: Sendable

    var definition: ParameterDefinition { get }

    /// - Parameter text: as it was typed, and one of the definition's choices if it has any; nil where the parameter was
    ///   not given.
    /// - Throws: ``CommandError`` with the status 64 where the text is not such a value.
    func value(of text: String?) throws(CommandError) -> Value
}

extension Parameter {
    public var name: String { definition.name }
}

/// A word such as "--json", without a value.
public struct Flag: Parameter {
    public let definition: ParameterDefinition

    public init(_ name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .flag, summary: summary)
    }

    public func value(of text: String?) -> Bool { text != nil }
}

/// A word such as "--limit", with a value after it.
public struct Option<Value: Sendable>: Parameter {
    public let definition: ParameterDefinition
    private let read: @Sendable (String?) throws(CommandError) -> Value

    public func value(of text: String?) throws(CommandError) -> Value { try read(text) }
}

extension Option<String?> {
    /// - Parameter placeholder: what stands for the value in help, such as "PATH".
    public init(_ name: String, _ placeholder: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .option(placeholder: placeholder), summary: summary)
        read = { $0 }
    }
}

extension Option<Int?> {
    public init(_ name: String, _ placeholder: String, _ summary: String, in range: ClosedRange<Int>) {
        definition = ParameterDefinition(name: name, kind: .option(placeholder: placeholder), summary: summary)
        read = { text throws(CommandError) in try text.map(integer(name, range)) }
    }
}

extension Option<Int> {
    public init(_ name: String, _ placeholder: String, _ summary: String, in range: ClosedRange<Int>, default: Int) {
        definition = ParameterDefinition(
            name: name, kind: .option(placeholder: placeholder), summary: summary, defaultValue: "\(`default`)")
        read = { text throws(CommandError) in try text.map(integer(name, range)) ?? `default` }
    }
}

extension Option {
    /// One of a few words; nil where the option is not given.
    public init<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ placeholder: String, _ summary: String, among _: Choice.Type
    ) where Value == Choice? {
        definition = ParameterDefinition(
            name: name, kind: .option(placeholder: placeholder), summary: summary,
            choices: Choice.allCases.map(\.rawValue))
        read = { $0.flatMap(Choice.init(rawValue:)) }
    }
}

/// A word that is known by its place.
public struct Argument<Value: Sendable>: Parameter {
    public let definition: ParameterDefinition
    private let read: @Sendable (String?) throws(CommandError) -> Value

    public func value(of text: String?) throws(CommandError) -> Value { try read(text) }
}

extension Argument<String> {
    /// - Parameter name: in capitals, such as "ORDER".
    public init(_ name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .argument(isRequired: true), summary: summary)
        read = { $0 ?? "" }
    }
}

extension Argument<String?> {
    public init(optional name: String, _ summary: String) {
        definition = ParameterDefinition(name: name, kind: .argument(isRequired: false), summary: summary)
        read = { $0 }
    }
}

extension Argument<Int> {
    public init(_ name: String, _ summary: String, in range: ClosedRange<Int>) {
        definition = ParameterDefinition(name: name, kind: .argument(isRequired: true), summary: summary)
        read = { text throws(CommandError) in try integer(name, range)(text ?? "") }
    }
}

private func integer(_ name: String, _ range: ClosedRange<Int>) -> (String) throws(CommandError) -> Int {
    { text throws(CommandError) in
        if let number = Int(text), range.contains(number) { return number }
        let bounds =
            range.upperBound == .max
            ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
        throw .usage("\(name) must be a whole number \(bounds), not «\(text)»")
    }
}
