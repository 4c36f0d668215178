internal import Suggestions

/// Takes a command line apart.
///
/// Options may stand anywhere, with their value in the next word or after "=". "--" ends them; "-" alone is an
/// argument.
struct CommandParser<Context: CommandContext> {
    enum Request {
        case run(Command<Context>.Action, Input)
        case help(CommandDefinition, path: [String])
        case version
        case manPage
        case completion
    }

    let root: Command<Context>

    /// - Throws: ``CommandError`` with the status 64.
    func parse(_ words: [String]) throws(CommandError) -> Request {
        var words = words[...]
        var command = root
        var path: [String] = []
        var texts: [String: String] = [:]
        var arguments: [String] = []
        while let word = words.popFirst() {
            if word.hasPrefix("-"), word != "-" {
                if word == "--" {
                    arguments += words
                    break
                }
                let option = try CommandParser.option(word, of: command.definition)
                let text = try CommandParser.text(word, of: option, &words)
                switch option.name {
                case ParameterDefinition.help.name: return .help(command.definition, path: path)
                case ParameterDefinition.version.name: return .version
                case ParameterDefinition.manPage.name: return .manPage
                case ParameterDefinition.completion.name: return .completion
                case let name:
                    if texts.updateValue(text, forKey: name) != nil, option.kind != .flag {
                        throw .usage("\(name) was given twice")
                    }
                }
            } else if case .group(let commands) = command.content {
                guard let next = commands.first(where: { $0.definition.name == word }) else {
                    let names = commands.map(\.definition.name)
                    throw .usage("unknown command «\(word)»" + Suggestion.phrase(for: word, among: names))
                }
                command = next
                path.append(word)
            } else {
                arguments.append(word)
            }
        }
        switch command.content {
        case .group(let commands):
            throw .usage("a command is missing: one of \(commands.map(\.definition.name).joined(separator: ", "))")
        case .run(let run, let parameters):
            // Options that stand before the command are the command's.
            for name in texts.keys.sorted() { _ = try CommandParser.option(name, of: command.definition) }
            try place(arguments, of: command.definition, in: &texts)
            var input = Input()
            for parameter in parameters { try input.set(parameter, to: texts[parameter.definition.name]) }
            return .run(run, input)
        }
    }

    private func place(
        _ arguments: [String], of command: CommandDefinition, in texts: inout [String: String]
    ) throws(CommandError) {
        for (argument, text) in zip(command.arguments, arguments) { texts[argument.name] = text }
        if let missing = command.arguments.dropFirst(arguments.count).first(where: \.isRequired) {
            throw .usage("\(missing.name) is missing")
        }
        if let extra = arguments.dropFirst(command.arguments.count).first {
            throw .usage("unexpected argument «\(extra)»")
        }
    }

    /// The option that a word names. A group knows the options of all its commands.
    private static func option(
        _ word: String, of command: CommandDefinition
    ) throws(CommandError) -> ParameterDefinition {
        let name = word == "-h" ? ParameterDefinition.help.name : String(word.prefix { $0 != "=" })
        let known = command.leaves.flatMap(\.allOptions)
        if let option = (known + ParameterDefinition.hidden).first(where: { $0.name == name }) { return option }
        throw .usage("unknown option \(name)" + Suggestion.phrase(for: name, among: known.map(\.name)))
    }

    /// The value that was typed for an option; empty for a flag.
    private static func text(
        _ word: String, of option: ParameterDefinition, _ words: inout ArraySlice<String>
    ) throws(CommandError) -> String {
        let value = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        if case .option = option.kind {
            guard let text = value ?? words.popFirst() else {
                throw .usage("\(option.name) needs a value: \(option.synopsis)")
            }
            guard option.choices.isEmpty || option.choices.contains(text) else {
                throw .usage(
                    "\(option.name) must be one of \(option.choices.joined(separator: ", ")), not «\(text)»"
                        + Suggestion.phrase(for: text, among: option.choices))
            }
            return text
        }
        if value != nil { throw .usage("\(option.name) takes no value") }
        return ""
    }
}
