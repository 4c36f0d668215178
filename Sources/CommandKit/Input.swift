/// The values of a command's parameters on one command line.
///
/// - Precondition: a command reads only parameters that it or its context declares. Reading any other parameter ends
///   the process.
public struct Input: Sendable {
    struct Value: Sendable {
        let parameter: ParameterDefinition
        /// The value as the user typed it, or an empty text for a flag.
        let text: String
    }

    let command: Command
    /// The typed values. The parser has checked that all required arguments are present and that each text is a valid
    /// value.
    let values: [Value]

    public subscript(flag: Flag) -> Bool { text(of: flag) != nil }
    public subscript(option: Option) -> String? { text(of: option) }
    public subscript<Choice>(option: ChoiceOption<Choice>) -> Choice? { text(of: option).flatMap(Choice.init) }
    public subscript(option: NumberOption) -> Int? { text(of: option).flatMap { Int($0) } }
    public subscript(option: DefaultedNumberOption) -> Int {
        text(of: option).flatMap { Int($0) } ?? option.defaultNumber
    }
    public subscript(argument: Argument) -> String { text(of: argument) ?? "" }
    public subscript(argument: OptionalArgument) -> String? { text(of: argument) }
    public subscript(argument: NumberArgument) -> Int { text(of: argument).flatMap { Int($0) } ?? 0 }

    private func text(of parameter: some Parameter) -> String? {
        let name = parameter.definition.name
        for value in values where value.parameter.name == name { return value.text }
        precondition(command.declares(name), "\(command.name) reads \(name) without declaring it")
        return nil
    }
}
