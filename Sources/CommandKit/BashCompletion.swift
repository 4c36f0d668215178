/// A completion script for bash.
struct BashCompletion {
    let program: Command

    var text: String {
        let function = "_" + program.name.replacing("-", with: "_")
        var cases = ""
        for (words, command) in program.tree {
            let candidates =
                command.subcommands.map(\.name) + command.arguments.flatMap(\.choices)
                + command.shownOptions.map(\.name)
            cases +=
                "        \"\(words.dropFirst().joined(separator: " "))\") candidates=\"\(candidates.joined(separator: " "))\" ;;\n"
        }
        let names = Set(program.tree.flatMap { $0.words.dropFirst() }).sorted().joined(separator: "|")
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
}
