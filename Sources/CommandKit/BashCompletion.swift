/// A completion script for bash.
struct BashCompletion {
    let program: CommandDefinition

    var text: String {
        let function = "_" + program.name.replacing("-", with: "_")
        var cases = ""
        for (words, command) in paths(of: program, words: []) {
            let options = (command.options + OptionDefinition.common).map(\.name)
            let candidates = (command.subcommands.map(\.name) + options).joined(separator: " ")
            cases += "        \"\(words.joined(separator: " "))\") candidates=\"\(candidates)\" ;;\n"
        }
        let names = Set(allNames(of: program)).sorted().joined(separator: "|")
        return """
            \(function)() {
                local current="${COMP_WORDS[COMP_CWORD]}" path="" word candidates=""
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "$word" in \(names.isEmpty ? "''" : names)) path="${path:+$path }$word" ;; esac
                done
                case "$path" in
            \(cases)    esac
                COMPREPLY=($(compgen -W "$candidates" -- "$current"))
                [[ "$current" == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
            }
            complete -F \(function) \(program.name)

            """
    }

    private func paths(of command: CommandDefinition, words: [String]) -> [([String], CommandDefinition)] {
        [(words, command)] + command.subcommands.flatMap { paths(of: $0, words: words + [$0.name]) }
    }

    private func allNames(of command: CommandDefinition) -> [String] {
        command.subcommands.flatMap { [$0.name] + allNames(of: $0) }
    }
}
