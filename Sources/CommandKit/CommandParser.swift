internal import Suggestions

/// Takes a command line apart by its definition.
///
/// Options may stand before, between and after arguments, with their value in the next word or after "=". "--" ends
/// them; "-" alone is an argument.
struct CommandParser {
    enum Result {
        case run(ParsedCommand)
        case help(CommandDefinition, path: [String])
        case version
        case man
        case completion(shell: String)
    }

    let program: CommandDefinition

    func parse(_ words: [String]) throws(CommandError) -> Result {
        var words = words[...]
        var command = program
        var path: [String] = []
        while let word = words.first, let subcommand = command.subcommand(named: word) {
            command = subcommand
            path.append(word)
            words.removeFirst()
        }
        var state = State(command: command)
        while let word = words.popFirst() {
            if state.takesOptions, word == "--" {
                state.takesOptions = false
            } else if state.takesOptions, word == "--help" || word == "-h" {
                return .help(command, path: path)
            } else if state.takesOptions, word == "--version" {
                return .version
            } else if state.takesOptions, word == "--man" {
                return .man
            } else if state.takesOptions, word.hasPrefix("-"), word != "-" {
                try option(word, &words, &state)
            } else {
                state.arguments.append(word)
            }
        }
        if let shell = state.values["--completion"] { return .completion(shell: shell) }
        try check(state)
        return .run(
            ParsedCommand(
                path: path, definition: command, arguments: state.arguments, values: state.values, flags: state.flags))
    }

    private struct State {
        let command: CommandDefinition
        var takesOptions = true
        var arguments: [String] = []
        var values: [String: String] = [:]
        var flags: Set<String> = []
    }

    private func option(
        _ word: String, _ words: inout ArraySlice<String>, _ state: inout State
    ) throws(CommandError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let known = state.command.options + OptionDefinition.common + OptionDefinition.hidden
        guard let option = known.first(where: { $0.name == parts[0] }) else {
            let visible = (state.command.options + OptionDefinition.common).map(\.name)
            throw .usage("there is no option \(parts[0])" + Suggestion.phrase(for: parts[0], among: visible))
        }
        guard let placeholder = option.value else {
            if parts.count == 2 { throw .usage("\(option.name) takes no value") }
            state.flags.insert(option.name)
            return
        }
        guard let value = parts.count == 2 ? parts[1] : words.popFirst() else {
            throw .usage("\(option.name) needs a value: \(option.name) \(placeholder)")
        }
        if !option.choices.isEmpty, !option.choices.contains(value) {
            throw .usage(
                "\(option.name) must be one of \(option.choices.joined(separator: ", ")), not «\(value)»"
                    + Suggestion.phrase(for: value, among: option.choices))
        }
        if state.values.updateValue(value, forKey: option.name) != nil {
            throw .usage("\(option.name) was given twice")
        }
    }

    private func check(_ state: State) throws(CommandError) {
        let command = state.command
        if !command.subcommands.isEmpty {
            let names = command.subcommands.map(\.name)
            guard let word = state.arguments.first else {
                throw .usage("which command? One of: \(names.joined(separator: ", "))")
            }
            throw .usage("there is no command «\(word)»" + Suggestion.phrase(for: word, among: names))
        }
        let required = command.arguments.count { !$0.isOptional }
        if state.arguments.count < required {
            throw .usage("\(command.arguments[state.arguments.count].name) is missing")
        }
        if state.arguments.count > command.arguments.count {
            throw .usage("«\(state.arguments[command.arguments.count])» is one argument too many")
        }
    }
}
