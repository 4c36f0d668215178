internal import Suggestions

/// Parses a command line.
///
/// Options may appear anywhere. An option's value is the next word or follows "=". The word "--" ends the options. A
/// single "-" is an argument.
struct CommandParser {
    enum Request {
        case run(@Sendable (Input) throws -> ExitStatus, Input)
        case help(Command, path: [String])
        case version
        case manPage
        case completion
    }

    let root: Command

    /// - Throws: ``CommandError`` with the status 64.
    func parse(_ words: [String]) throws(CommandError) -> Request {
        var words = words[...]
        var command = root
        var path: [String] = []
        var typed: [Input.Value] = []
        var arguments: [String] = []
        while let word = words.popFirst() {
            if word == "--" {
                arguments += words
                break
            } else if word.hasPrefix("-"), word != "-" {
                let option = try CommandParser.option(word, of: command)
                let text = try CommandParser.text(word, of: option, &words)
                switch option.name {
                case ParameterDefinition.help.name: return .help(command, path: path)
                case ParameterDefinition.version.name: return .version
                case ParameterDefinition.manPage.name: return .manPage
                case ParameterDefinition.completion.name:
                    try CommandParser.check(text, of: option)
                    return .completion
                case let name:
                    if option.kind != .flag, typed.contains(where: { $0.parameter.name == name }) {
                        throw .usage("\(name) was given twice")
                    }
                    typed.append(Input.Value(parameter: option, text: text))
                }
            } else if case .group = command.content {
                command = try CommandParser.subcommand(word, of: command)
                path.append(word)
            } else {
                arguments.append(word)
            }
        }
        guard case .run(let run) = command.content else {
            let names = command.subcommands.map(\.name).joined(separator: ", ")
            throw .usage("a command is missing: one of \(names)")
        }
        // The user may type an option before the command. The option found so far may then belong to another command,
        // so look it up again in this one.
        for value in typed {
            let option = try CommandParser.option(value.parameter.name, of: command)
            if (option.kind == .flag) != (value.parameter.kind == .flag) {
                throw .usage("\(option.name) must stand after \(command.name)")
            }
            try CommandParser.check(value.text, of: option)
        }
        typed += try CommandParser.placed(arguments, of: command)
        return .run(run, Input(command: command, values: typed))
    }

    private static func subcommand(_ word: String, of command: Command) throws(CommandError) -> Command {
        for section in command.sections {
            for subcommand in section.commands where subcommand.name == word { return subcommand }
        }
        let names = command.subcommands.map(\.name)
        throw .usage("unknown command «\(word)»" + Suggestion.phrase(for: word, among: names))
    }

    /// Returns the option that a word names. A group accepts the options of all its commands.
    private static func option(_ word: String, of command: Command) throws(CommandError) -> ParameterDefinition {
        let name = word == "-h" ? ParameterDefinition.help.name : String(word.prefix { $0 != "=" })
        for option in ParameterDefinition.common where option.name == name { return option }
        if let option = command.parameter(named: name) { return option }
        let known = command.leaves.flatMap(\.shownOptions).map(\.name)
        throw .usage("unknown option \(name)" + Suggestion.phrase(for: name, among: known))
    }

    /// Returns the value that was typed for an option, or an empty text for a flag.
    private static func text(
        _ word: String, of option: ParameterDefinition, _ words: inout ArraySlice<String>
    ) throws(CommandError) -> String {
        let value = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        guard case .option = option.kind else {
            if value != nil { throw .usage("\(option.name) takes no value") }
            return ""
        }
        if let text = value ?? words.popFirst() { return text }
        throw .usage("\(option.name) needs a value: \(option.synopsis)")
    }

    private static func placed(_ words: [String], of command: Command) throws(CommandError) -> [Input.Value] {
        var values: [Input.Value] = []
        for (index, argument) in command.arguments.enumerated() {
            guard index < words.count else {
                if argument.isRequired { throw .usage("\(argument.name) is missing") }
                break
            }
            try check(words[index], of: argument)
            values.append(Input.Value(parameter: argument, text: words[index]))
        }
        if words.count > values.count { throw .usage("unexpected argument «\(words[values.count])»") }
        return values
    }

    private static func check(_ text: String, of parameter: ParameterDefinition) throws(CommandError) {
        let choices = parameter.choices
        if !choices.isEmpty, !choices.contains(text) {
            throw .usage(
                "\(parameter.name) must be one of \(choices.joined(separator: ", ")), not «\(text)»"
                    + Suggestion.phrase(for: text, among: choices))
        }
        guard let range = parameter.range else { return }
        if let number = Int(text), range.contains(number) { return }
        let bounds =
            range.upperBound == .max
            ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
        throw .usage("\(parameter.name) must be a whole number \(bounds), not «\(text)»")
    }
}
